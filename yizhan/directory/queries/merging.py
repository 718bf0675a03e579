"""Reading likely duplicates, what was merged, and where an old address leads."""

from uuid import UUID

from django.db.models import Q, QuerySet

from yizhan.directory.models import FormerName, Merge, Organisation, Pair
from yizhan.directory.permissions import visible_to
from yizhan.kernel.actors import Actor


def likely_pairs(actor: Actor) -> QuerySet[Pair]:
    """Return the pairs a verifier may look at: one of the two lies in reach, both are seen."""
    if not actor.may("directory.verify") or actor.region is None:
        return Pair.objects.none()
    seen = Organisation.objects.filter(visible_to(actor))
    reached = Q(first__region__code__startswith=actor.region) | Q(
        second__region__code__startswith=actor.region
    )
    return (
        Pair.objects.filter(reached, dismissed_at=None, first__in=seen, second__in=seen)
        .select_related("first", "second")
        .order_by("-likeness", "id")
    )


def pair_for(*, actor: Actor, pair_id: UUID) -> Pair:
    """Return one pair with both sides, or raise DoesNotExist."""
    return (
        likely_pairs(actor)
        .select_related(
            "first__region", "second__region", "first__industry", "second__industry"
        )
        .get(pk=pair_id)
    )


def forwarded_to(*, actor: Actor, organisation_id: UUID) -> UUID | None:
    """Return what a merged organisation became, when the actor may see it."""
    into = Organisation.objects.filter(pk=organisation_id, merged_into__isnull=False)
    kept = into.values_list("merged_into_id", flat=True).first()
    if kept and Organisation.objects.filter(visible_to(actor), pk=kept).exists():
        return kept
    return None


def forwards() -> QuerySet[Organisation]:
    """Return every merged organisation with the one kept: for the API and for exports."""
    return Organisation.objects.filter(merged_into__isnull=False).order_by("id")


def merges_into(*, organisation: Organisation) -> QuerySet[Merge]:
    """List what was merged into an organisation, the newest first."""
    return Merge.objects.filter(kept=organisation).select_related("absorbed", "office")


def former_names(*, organisation: Organisation) -> QuerySet[FormerName]:
    """List the names and codes an organisation had."""
    return FormerName.objects.filter(organisation=organisation)
