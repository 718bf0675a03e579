"""When an organisation becomes part of another, its listings go along with their numbers."""

from uuid import UUID

from yizhan.listings.models import Listing


def move_listings(*, kept_id: UUID, absorbed_id: UUID) -> int:
    """Let every listing belong to the one kept.

    Where both imported the same row of the same source, the one kept goes on being updated
    from it; the other keeps its text and loses the link to the source.
    """
    theirs = Listing.objects.filter(organisation_id=absorbed_id).exclude(external_id="")
    columns = ("kind", "source", "external_id")
    ours = Listing.objects.filter(organisation_id=kept_id).exclude(external_id="")
    known = set(ours.values_list(*columns))
    twins = [pk for pk, *key in theirs.values_list("pk", *columns) if tuple(key) in known]
    Listing.objects.filter(pk__in=twins).update(external_id="")
    return Listing.objects.filter(organisation_id=absorbed_id).update(organisation_id=kept_id)
