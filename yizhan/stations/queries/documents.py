"""The standard documents of the network on a day, and their versions."""

from datetime import date

from django.db.models import Q, QuerySet

from yizhan.stations.models import Document


def documents_in_force(*, on: date) -> QuerySet[Document]:
    """List what is in force on the day, by family and code."""
    valid = Q(until=None) | Q(until__gte=on)
    return Document.objects.filter(valid, since__lte=on).order_by("family", "code")


def document_versions(*, code: str) -> QuerySet[Document]:
    """List all versions of a document, newest first."""
    return Document.objects.filter(code=code).select_related("office").order_by("-number")


def latest_version(*, code: str) -> Document | None:
    """Return the newest version, locked, so that two new ones do not share a number."""
    return Document.objects.select_for_update().filter(code=code).order_by("-number").first()
