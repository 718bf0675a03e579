"""Reading the change feed of organisations."""

from django.db.models import QuerySet

from yizhan.directory.models import OrganisationChange


def organisation_changes() -> QuerySet[OrganisationChange]:
    """Return the changes of everything that is or was public, each with its organisation."""
    return OrganisationChange.objects.select_related("organisation")
