"""Finding listings that say the same, as far as a reader may know of them.

Only what everybody may read is compared, whoever asks: else the answer "alike" would give
away a confidential field to anybody who guesses at it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Exists, OuterRef, Q, QuerySet

from yizhan.directory.queries import own_ids
from yizhan.kernel.actors import Actor, anonymous
from yizhan.listings.likeness.signatures import (
    RIGHT,
    SOURCE,
    Hashes,
    Measure,
    class_of,
    compared,
    keys_of,
    measure,
    runs,
)
from yizhan.listings.models import Likeness, Listing, Pair
from yizhan.listings.permissions import REVIEW, visible_to
from yizhan.listings.queries.views import ListingView, view_of
from yizhan.listings.stages import OPEN, SHOWN, Stage

MOST = 20
_NEAR_EACH = """
SELECT mine.listing_id, near.listing_id
FROM listings_likeness AS mine, LATERAL (
    SELECT listing_id FROM listings_likeness AS other
    WHERE other.keys && mine.keys AND other.listing_id <> mine.listing_id
    ORDER BY (SELECT count(*) FROM unnest(other.keys) AS key WHERE key = ANY (mine.keys)) DESC,
        listing_id
    LIMIT %s
) AS near
WHERE mine.listing_id = ANY (%s)
"""
_NEAR = """
SELECT listing_id FROM listings_likeness
WHERE keys && %s AND listing_id <> %s
ORDER BY (SELECT count(*) FROM unnest(keys) AS key WHERE key = ANY (%s)) DESC, listing_id
LIMIT %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Another listing that says much the same, and in what."""

    listing: Listing
    reason: str
    measure: Measure


def keys_for(listing: Listing) -> list[int]:
    """Return the keys of what everybody may read of a listing."""
    view = view_of(listing, actor=anonymous())
    rights = [str(right.get("number") or "") for right in view.details.get("ip") or []]
    # A source may be called after the house that an anonymous need conceals.
    is_named = listing.external_id and not listing.is_anonymous
    source = f"{listing.source}/{listing.external_id}" if is_named else ""
    return keys_of(title=view.title, text=view.text, rights=rights, source=source)


def near_to(listing: Listing, keys: Sequence[int]) -> list[Near]:
    """Find what says much the same, most alike first; stages and readers play no part yet."""
    return near_among(listing, keys, _sharing(listing.id, keys))


def near_among(listing: Listing, keys: Sequence[int], ids: Iterable[UUID]) -> list[Near]:
    """Measure the listing against those that share a key with it."""
    ids = list(ids)
    if not ids:
        return []
    found = []
    ours = _runs(listing)
    mine = frozenset(keys)
    others = Likeness.objects.filter(listing_id__in=ids)
    for other in others.select_related("listing__organisation"):
        measured = measure(ours, _runs(other.listing))
        classes = {class_of(key) for key in mine.intersection(other.keys)}
        reason = _reason(measured, classes)
        if reason:
            found.append(Near(listing=other.listing, reason=reason, measure=measured))
    return sorted(found, key=lambda near: (-near.measure.likeness, near.listing.serial))


def sharing_keys(ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Name for each listing the ones that share most keys with it, in one statement."""
    found: dict[UUID, list[UUID]] = {}
    with connection.cursor() as cursor, _bounded(cursor):
        cursor.execute(_NEAR_EACH, [MOST, list(ids)])
        for listing_id, other_id in cursor.fetchall():
            found.setdefault(listing_id, []).append(other_id)
    return found


def paired_ids(ids: Sequence[UUID]) -> set[UUID]:
    """Name those of the listings that stand in a pair already."""
    pairs = Pair.objects.filter(Q(first__in=ids) | Q(second__in=ids))
    return {id_ for pair in pairs.values_list("first_id", "second_id") for id_ in pair}


def near_for(*, actor: Actor, listing: Listing) -> list[Near]:
    """Find what says much the same as a draft, as far as its writer may see it."""
    found = near_to(listing, keys_for(listing))
    ids = [near.listing.id for near in found]
    seen = set(visible_to(actor).filter(id__in=ids).values_list("id", flat=True))
    return [near for near in found if near.listing.id in seen]


def pairs_of(*, actor: Actor, listing: Listing) -> list[Pair]:
    """List the pairs of a listing whose other half the actor may see too."""
    return list(_visible(actor).filter(Q(first=listing) | Q(second=listing)))


def undecided_pairs(*, actor: Actor, ids: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """Name the pairs of the listings that nobody has decided, as far as the actor may know."""
    pairs = _visible(actor).filter(Q(first__in=ids) | Q(second__in=ids), verdict="")
    return list(pairs.select_related(None).values_list("first_id", "second_id"))


def unexplained_pairs(*, actor: Actor, listing: Listing) -> int:
    """Count what is alike, undecided, and not said to be different by an owner."""
    pairs = _visible(actor).filter(Q(first=listing) | Q(second=listing), verdict="")
    return pairs.exclude(said=Pair.Verdict.DIFFERENT).count()


def hidden_pairs(*, actor: Actor, listing: Listing) -> int:
    """Count halves that a reviewer may only know of: drafts within its reach."""
    if not actor.may(REVIEW) or actor.region is None:
        return 0
    within = Q(region__code__startswith=actor.region, stage=Stage.DRAFT)
    drafts = Listing.objects.filter(within).exclude(organisation_id__in=own_ids(actor))
    return Pair.objects.filter(
        Q(first=listing, second__in=drafts) | Q(second=listing, first__in=drafts)
    ).count()


def open_pairs(*, actor: Actor) -> QuerySet[Pair]:
    """Return the pairs that wait for this reviewer, nearest first."""
    if not actor.may(REVIEW) or actor.region is None:
        return Pair.objects.none()
    within = Q(first__region__code__startswith=actor.region) | Q(
        second__region__code__startswith=actor.region
    )
    return _visible(actor).filter(within, verdict="").order_by("-likeness", "-found_at", "id")


def pair_for(*, actor: Actor, pair_id: UUID) -> Pair:
    """Return a pair both halves of which the actor may see, or raise DoesNotExist."""
    return _visible(actor).get(id=pair_id)


def lock_pair(*, actor: Actor, pair_id: UUID) -> Pair:
    """Return a pair, locked until the running transaction ends."""
    return _visible(actor).select_for_update(of=("self",)).get(id=pair_id)


def copies_of(ids: Iterable[UUID]) -> dict[UUID, list[ListingView]]:
    """Return what everybody may read of the open copies, by their origin."""
    nobody = anonymous()
    rows = Listing.objects.filter(origin_id__in=list(ids), stage__in=SHOWN)
    found: dict[UUID, list[ListingView]] = {}
    for row in rows.select_related("organisation").order_by("published_at", "serial"):
        if row.origin_id is not None:
            found.setdefault(row.origin_id, []).append(view_of(row, actor=nobody))
    return found


def origin_view(*, actor: Actor, listing: Listing) -> ListingView | None:
    """Return the origin of a copy as the actor may read it."""
    if listing.origin_id is None:
        return None
    row = visible_to(actor).select_related("organisation").filter(id=listing.origin_id).first()
    return view_of(row, actor=actor) if row else None


def is_shadowed() -> Q:
    """Say of a listing that its origin is open, so that a search shows that one instead.

    Not as a join: of "no origin, or one that is closed" the planner expects a single row, and
    then goes through a million listings in the way that is good for one.
    """
    origin = Listing.objects.filter(id=OuterRef("origin_id"), stage__in=OPEN)
    return Q(Exists(origin), origin__isnull=False)


def shadowed_ids(ids: Iterable[UUID]) -> set[UUID]:
    """Name those of the listings whose origin is open."""
    rows = Listing.objects.filter(is_shadowed(), id__in=list(ids))
    return set(rows.values_list("id", flat=True))


def uncompared(limit: int) -> list[Likeness]:
    """Take what waits to be compared; another worker takes others. Locked."""
    waiting = Likeness.objects.filter(is_compared=False).order_by("listing_id")
    return list(
        waiting.select_related("listing__organisation").select_for_update(
            of=("self",), skip_locked=True
        )[:limit]
    )


def count_uncompared() -> int:
    """Count what waits to be compared."""
    return Likeness.objects.filter(is_compared=False).count()


def never_compared(limit: int) -> list[Listing]:
    """Return listings handed in or imported before there were keys."""
    rows = Listing.objects.filter(likeness=None).exclude(stage=Stage.DRAFT, source="")
    return list(rows.order_by("serial")[:limit])


def _visible(actor: Actor) -> QuerySet[Pair]:
    seen = visible_to(actor).values("id")
    pairs = Pair.objects.filter(first__in=seen, second__in=seen)
    return pairs.select_related("first__organisation", "second__organisation")


def _sharing(listing_id: UUID, keys: Sequence[int]) -> list[UUID]:
    if not keys:
        return []
    with connection.cursor() as cursor, _bounded(cursor):
        cursor.execute(_NEAR, [list(keys), listing_id, list(keys), MOST])
        return [row[0] for row in cursor.fetchall()]


@contextmanager
def _bounded(cursor: CursorWrapper) -> Iterator[None]:
    """Keep a sentence that ten thousand texts share from costing ten thousand reads."""
    cursor.execute("SELECT set_config('gin_fuzzy_search_limit', '2000', false)")
    try:
        yield
    finally:
        cursor.execute("SELECT set_config('gin_fuzzy_search_limit', '0', false)")


def _reason(measured: Measure, classes: Iterable[int]) -> str:
    if measured.is_near:
        return Pair.Reason.TEXT
    if RIGHT in classes:
        return Pair.Reason.RIGHT
    return Pair.Reason.SOURCE if SOURCE in classes else ""


def _runs(listing: Listing) -> Hashes:
    view = view_of(listing, actor=anonymous())
    return runs(compared(view.title, view.text))
