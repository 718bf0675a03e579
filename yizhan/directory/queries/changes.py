"""Reading the change feed of organisations."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from yizhan.directory.models import OrganisationChange


def organisation_changes() -> QuerySet[OrganisationChange]:
    """Return the changes of everything that is or was public, each with its organisation."""
    return OrganisationChange.objects.select_related("organisation")


def organisation_pages(key: str) -> Iterator[tuple[UUID, datetime]]:
    """Yield (id, last change) of the public organisations whose key begins with a digit."""
    digits = f"{key}0000000-0000-0000-0000-000000000000"
    rows = OrganisationChange.objects.filter(is_public=True, record_id__gte=UUID(digits))
    if key != "f":
        following = f"{int(key, 16) + 1:x}{digits[1:]}"
        rows = rows.filter(record_id__lt=UUID(following))
    return rows.order_by("record_id").values_list("record_id", "at").iterator(chunk_size=500)
