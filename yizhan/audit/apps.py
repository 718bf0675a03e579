"""Django configuration of the audit context."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit context."""

    name = "yizhan.audit"
    default_auto_field = "django.db.models.BigAutoField"
