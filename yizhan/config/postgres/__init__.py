"""The database server: one named in the environment, or an embedded one that we start."""

from yizhan.config.postgres.addresses import database_settings, external_url
from yizhan.config.postgres.cluster import Cluster
from yizhan.config.postgres.errors import DatabaseServerError
from yizhan.config.postgres.roles import grant_application_rights

__all__ = [
    "Cluster",
    "DatabaseServerError",
    "database_settings",
    "external_url",
    "grant_application_rights",
]
