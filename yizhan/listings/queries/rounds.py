"""Which listings wait for a word that they are still true, and how far each has faded."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from yizhan.kernel.actors import Actor
from yizhan.listings import rules
from yizhan.listings.models import Confirmation, Listing
from yizhan.listings.permissions import owned_by
from yizhan.listings.stages import LIVE, OPEN


def fading_ids(*, at: datetime, limit: int) -> dict[UUID, list[UUID]]:
    """Name listings with a step to take, by organisation, longest overdue first."""
    unasked = Listing.objects.filter(_old_enough(at), stage__in=OPEN).exclude(_in_a_round())
    asked = Confirmation.objects.filter(
        due_at__lte=at, listing__stage__in=OPEN, since=F("listing__confirmed_at")
    )
    rows = list(
        unasked.order_by("confirmed_at", "serial").values_list("organisation_id", "id")[:limit]
    )
    rows += asked.order_by("due_at", "id").values_list(
        "listing__organisation_id", "listing_id"
    )[:limit]
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for organisation_id, listing_id in rows:
        found[organisation_id].append(listing_id)
    return found


def lock_fading(*, organisation_id: UUID, listing_ids: Iterable[UUID]) -> QuerySet[Listing]:
    """Return those of the open listings that nobody else holds, locked."""
    return (
        Listing.objects.filter(
            id__in=list(listing_ids), organisation_id=organisation_id, stage__in=OPEN
        )
        .order_by("serial")
        .select_for_update(of=("self",), skip_locked=True)
    )


def due_round(*, listing: Listing, at: datetime) -> tuple[str, Confirmation] | None:
    """Return the step that is due for a locked listing, with its round; a new one to ask."""
    if listing.confirmed_at is None:
        return None
    current = round_of(listing)
    if current is None:
        asking = rules.asking_at(kind=listing.kind, confirmed_at=listing.confirmed_at)
        fresh = Confirmation(listing=listing, since=listing.confirmed_at)
        return (rules.ASK, fresh) if asking <= at else None
    if current.due_at is None or current.due_at > at:
        return None
    return next_step(current), current


def next_step(current: Confirmation) -> str:
    """Name what happens next to a listing in this round."""
    if current.reminded_at is None:
        return rules.REMIND
    return rules.DEMOTE if current.demoted_at is None else rules.HIDE


def round_of(listing: Listing) -> Confirmation | None:
    """Return the round that doubts the listing's last confirmation."""
    if listing.confirmed_at is None:
        return None
    return Confirmation.objects.filter(listing=listing, since=listing.confirmed_at).first()


def rounds_of(listings: Sequence[Listing]) -> dict[UUID, Confirmation]:
    """Return the running rounds by listing."""
    ids = [listing.id for listing in listings]
    rounds = Confirmation.objects.filter(
        listing_id__in=ids, since=F("listing__confirmed_at"), answered_at=None
    )
    return {round_.listing_id: round_ for round_ in rounds}


def fading_rows(*, actor: Actor) -> QuerySet[Listing]:
    """Return what the actor's organisation is asked about now, oldest word first."""
    live = owned_by(actor).filter(_in_a_round(), stage__in=LIVE)
    return live.select_related("organisation").order_by("confirmed_at", "serial")


def live_rows(ids: Iterable[UUID]) -> QuerySet[Listing]:
    """Return those of the listings that still wait for a word, whoever asks: for telling."""
    live = Listing.objects.filter(id__in=list(ids), stage__in=LIVE)
    return live.select_related("organisation").order_by("serial")


def listing_in_round(*, round_id: UUID) -> Confirmation | None:
    """Return a round with its listing, whoever asks: for links that carry their own right."""
    rounds = Confirmation.objects.filter(id=round_id)
    return rounds.select_related("listing__organisation").first()


def _old_enough(at: datetime) -> Q:
    found = Q()
    for kind, table in rules.TIMETABLES.items():
        found |= Q(kind=kind, confirmed_at__lte=at - timedelta(days=table.ask))
    return found


def _in_a_round() -> Exists:
    return Exists(
        Confirmation.objects.filter(listing=OuterRef("pk"), since=OuterRef("confirmed_at"))
    )
