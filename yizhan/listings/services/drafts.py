"""Writing the text of a listing: drafts and returned ones, never what is already public."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from yizhan.audit.services import record
from yizhan.directory.queries import industries, organisation_for, region_for
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused, refuse_if, refuse_stale
from yizhan.listings.content import parse_content
from yizhan.listings.details import Content
from yizhan.listings.facts import ListingChanged, ListingCreated
from yizhan.listings.models import Listing
from yizhan.listings.permissions import WRITE, is_owner
from yizhan.listings.queries import content_of, differences, listing_by_key, lock_listing
from yizhan.listings.services.numbers import next_number
from yizhan.listings.stages import EDITABLE

TEXT_COLUMNS = (
    "title",
    "summary",
    "keywords",
    "region_id",
    "industry_id",
    "fields",
    "modes",
    "trl_min",
    "trl_max",
    "price_min",
    "price_max",
    "deadline",
    "is_anonymous",
    "language",
    "indicators",
    "details",
    "visibility",
)


def create_draft(
    *,
    actor: Actor,
    kind: str,
    values: Mapping[str, Any],
    at: datetime,
    key: UUID | None = None,
) -> Listing:
    """Begin a draft for the actor's organisation; the same key again returns the first one."""
    if not actor.may(WRITE):
        raise PermissionDenied
    content = parse_content(kind, values)
    refuse_if(against_codes(content))
    first = listing_by_key(actor=actor, key=key)
    if first is not None:
        return first
    try:
        with transaction.atomic():
            return _create(actor=actor, content=content, key=key, at=at)
    except IntegrityError:
        # The other half of a double click committed between the look and the insert.
        first = listing_by_key(actor=actor, key=key)
        if first is None:
            raise
        return first


@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    listing_id: UUID,
    values: Mapping[str, Any],
    version: int | None,
    at: datetime,
) -> Listing:
    """Write the text of a draft; a version that is no longer current is refused as stale."""
    listing = lock_listing(actor=actor, listing_id=listing_id)
    if listing.stage not in EDITABLE:
        raise Refused([Refusal("flow.wrong_stage", {"step": "edit", "stage": listing.stage})])
    if not is_owner(actor, listing):
        raise PermissionDenied
    content = parse_content(listing.kind, values)
    refuse_if(against_codes(content))
    changed = [name for name, _, _ in differences(content, content_of(listing))]
    if not changed:
        return listing
    refuse_stale(seen=version, current=listing.version)
    apply_content(listing, content)
    listing.version += 1
    listing.updated_at = at
    listing.save(update_fields=[*TEXT_COLUMNS, "version", "updated_at"])
    record(ListingChanged(fields=tuple(changed), **fact_values(listing)), actor=actor, at=at)
    return listing


def apply_content(listing: Listing, content: Content) -> None:
    """Put the content on the row; an empty region keeps the one the row has."""
    for name in TEXT_COLUMNS:
        if name in Content.model_fields:
            setattr(listing, name, getattr(content, name))
    for name, value in content.stored.items():
        setattr(listing, name, value)
    listing.fields = [str(code) for code in content.fields]
    listing.modes = [str(code) for code in content.modes]
    listing.region_id = content.region or listing.region_id
    listing.industry_id = content.industry or None


def fact_values(listing: Listing) -> dict[str, Any]:
    """Return what every fact about the listing says."""
    return {
        "subject_id": listing.id,
        "organisation_id": listing.organisation_id,
        "region": str(listing.region_id),
        "kind": listing.kind,
        "number": listing.number,
        "version": listing.version,
    }


def _create(*, actor: Actor, content: Content, key: UUID | None, at: datetime) -> Listing:
    if actor.organisation_id is None:
        raise PermissionDenied
    home = organisation_for(actor=actor, organisation_id=actor.organisation_id)
    listing = Listing(
        kind=content.kind,
        organisation_id=home.id,
        author_id=actor.person_id,
        creation_key=key if actor.person_id else None,
        region_id=home.region_id,
        created_at=at,
        updated_at=at,
    )
    apply_content(listing, content)
    listing.number = next_number(kind=listing.kind, region=str(listing.region_id), year=at.year)
    listing.save(force_insert=True)
    record(ListingCreated(**fact_values(listing)), actor=actor, at=at)
    return listing


def against_codes(content: Content) -> list[Refusal]:
    """Name codes of regions and industries that no table knows."""
    refusals = []
    if content.region and region_for(content.region) is None:
        refusals.append(Refusal("listings.unknown_value", place="region"))
    if content.industry and content.industry not in industries():
        refusals.append(Refusal("listings.unknown_value", place="industry"))
    return refusals
