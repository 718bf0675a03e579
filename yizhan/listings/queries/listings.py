"""Finding listings. Every query starts from what the actor may see."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yizhan.kernel.actors import Actor, anonymous
from yizhan.listings import rules
from yizhan.listings.details import DETAILS, Content
from yizhan.listings.models import Listing
from yizhan.listings.permissions import owned_by, visible_to, waiting_for
from yizhan.listings.queries.views import ListingView, view_of
from yizhan.listings.stages import OPEN, SHOWN, Stage
from yizhan.listings.terms import FieldName, Kind

_WITH = ("organisation",)


def listing_rows(*, actor: Actor, kind: str | None = None) -> QuerySet[Listing]:
    """Return the open and concluded listings, newest first, for public lists."""
    rows = visible_to(actor).filter(stage__in=SHOWN).select_related(*_WITH)
    return rows.filter(kind=kind) if kind else rows


def own_rows(*, actor: Actor, kind: str = "", stage: str = "") -> QuerySet[Listing]:
    """Return the listings of the actor's organisation, last touched first."""
    rows = owned_by(actor).select_related(*_WITH).order_by("-updated_at", "-serial")
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    return rows.filter(stage=stage) if stage in Stage.values else rows


def own_counts(*, actor: Actor) -> dict[tuple[str, str], int]:
    """Count the organisation's listings by kind and stage."""
    rows = owned_by(actor).order_by().values_list("kind", "stage").annotate(n=Count("id"))
    return {(kind, stage): count for kind, stage, count in rows}


def waiting_rows(*, actor: Actor) -> QuerySet[Listing]:
    """Return what waits for the reviewer, longest waiting first."""
    return waiting_for(actor).select_related(*_WITH).order_by("submitted_at", "serial")


def organisation_rows(*, actor: Actor, organisation_id: UUID) -> QuerySet[Listing]:
    """Return what an organisation shows under its name; anonymous needs stay out."""
    return listing_rows(actor=actor).filter(organisation_id=organisation_id, is_anonymous=False)


def listing_for(*, actor: Actor, listing_id: UUID, kind: str | None = None) -> Listing:
    """Return one listing, or raise DoesNotExist both for absent and for hidden ones."""
    rows = visible_to(actor).select_related(*_WITH)
    return (rows.filter(kind=kind) if kind else rows).get(id=listing_id)


def listing_by_key(*, actor: Actor, key: UUID | None) -> Listing | None:
    """Return what this person created with the key of a form, if anything."""
    if key is None or actor.person_id is None:
        return None
    return owned_by(actor).filter(author_id=actor.person_id, creation_key=key).first()


def lock_listing(*, actor: Actor, listing_id: UUID) -> Listing:
    """Return one listing, locked until the running transaction ends."""
    return (
        visible_to(actor)
        .select_related(*_WITH)
        .select_for_update(of=("self",))
        .get(id=listing_id)
    )


def due_ids(*, at: datetime, limit: int) -> list[UUID]:
    """Name listings that are over (`rules.is_over`), longest overdue first."""
    over = Q(stage=Stage.HIDDEN) | Q(stage__in=OPEN, deadline__lt=rules.day_of(at))
    due = Listing.objects.filter(over, due_at__lte=at).order_by("due_at", "serial")
    return list(due.values_list("id", flat=True)[:limit])


def public_views(ids: Iterable[UUID]) -> Iterator[ListingView]:
    """Yield what everybody may read of the listings that everybody may see."""
    nobody = anonymous()
    for listing in listing_rows(actor=nobody).filter(id__in=list(ids)):
        yield view_of(listing, actor=nobody)


def public_counts() -> dict[str, int]:
    """Count the open listings by kind."""
    rows = Listing.objects.filter(stage__in=OPEN).order_by()
    return dict(rows.values_list("kind").annotate(n=Count("id")))


def values_of(listing: Listing) -> dict[str, Any]:
    """Return the whole text of a listing in the form `parse_content` reads."""
    return {
        "title": listing.title,
        "summary": listing.summary,
        "keywords": listing.keywords,
        "region": str(listing.region_id),
        "industry": str(listing.industry_id or ""),
        "fields": listing.fields,
        "modes": listing.modes,
        "trl_min": listing.trl_min,
        "trl_max": listing.trl_max,
        "price_min": listing.price_min,
        "price_max": listing.price_max,
        "deadline": listing.deadline,
        "is_anonymous": listing.is_anonymous,
        "language": listing.language,
        "indicators": listing.indicators,
        "details": listing.details,
        "visibility": listing.visibility,
    }


def content_of(listing: Listing) -> Content:
    """Return the typed content of a stored listing."""
    details = DETAILS[Kind(listing.kind)].model_validate(listing.details)
    return Content.model_validate(
        {**values_of(listing), "kind": listing.kind, "details": details}
    )


def differences(mine: Content, stored: Content) -> list[tuple[str, Any, Any]]:
    """List (field, mine, stored) for every field in which two versions differ."""
    left, right = flat(mine), flat(stored)
    # No region said means the organisation's own, which the stored row already has.
    left["region"] = left["region"] or right["region"]
    return [
        (name, left[name], right[name])
        for name in FieldName.values
        if name in left and left[name] != right.get(name)
    ]


def flat(content: Content) -> dict[str, Any]:
    """Return all fields of a content on one level, in plain values."""
    plain = content.model_dump(mode="json")
    return {**plain, **plain["details"]}
