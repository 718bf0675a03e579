"""Django configuration of the directory context."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The directory context."""

    name = "yizhan.directory"
    default_auto_field = "django.db.models.BigAutoField"
