"""A person's saved searches, what they found, and the needs it hears of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, QuerySet

from yizhan.kernel.actors import Actor
from yizhan.listings.queries import own_rows
from yizhan.listings.stages import OPEN
from yizhan.listings.terms import Kind
from yizhan.matching.models import Hit, MutedNeed, SavedSearch

if TYPE_CHECKING:
    from yizhan.listings.models import Listing

MOST_NEEDS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An open need of the actor's organisation, and whether the person hears of it."""

    need: "Listing"
    is_muted: bool


def saved_searches(actor: Actor) -> QuerySet[SavedSearch]:
    """List the actor's saved searches, newest first, with how much each has found."""
    if actor.person_id is None:
        return SavedSearch.objects.none()
    mine = SavedSearch.objects.filter(person_id=actor.person_id)
    return mine.annotate(found=Count("hits"))


def hits_of(*, search: SavedSearch) -> QuerySet[Hit]:
    """List what a search has found, newest first."""
    return search.hits.order_by("-published_at", "id")


def needs_heard(actor: Actor) -> Sequence[Heard]:
    """List the open needs whose new matches the actor hears of, or has muted."""
    if not actor.may("listings.read_own") or actor.person_id is None:
        return []
    rows = own_rows(actor=actor, kind=Kind.NEED).filter(stage__in=OPEN)[:MOST_NEEDS]
    needs = list(rows)
    muted = _muted(actor.person_id, [need.pk for need in needs])
    return [Heard(need=need, is_muted=need.pk in muted) for need in needs]


def _muted(person_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    rows = MutedNeed.objects.filter(person_id=person_id, need_id__in=ids)
    return set(rows.values_list("need_id", flat=True))
