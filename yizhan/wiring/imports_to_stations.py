"""Take the public list of stations out as a file."""

from yizhan.imports.services import register_export
from yizhan.stations.exports import STATIONS


def connect() -> None:
    """Register the export."""
    register_export(STATIONS)
