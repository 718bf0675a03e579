"""Django configuration of the contracts context."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """The contracts context."""

    name = "yizhan.contracts"
    default_auto_field = "django.db.models.BigAutoField"
