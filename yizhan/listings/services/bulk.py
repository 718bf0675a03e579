"""Many listings at once, for imports: the same shapes, few statements, one fact for each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record_many
from yizhan.directory.queries import own_ids
from yizhan.kernel.actors import MACHINE, Actor
from yizhan.kernel.refusals import Refusal
from yizhan.listings import rules
from yizhan.listings.content import read_content
from yizhan.listings.details import Content
from yizhan.listings.facts import ListingImported
from yizhan.listings.models import Listing
from yizhan.listings.permissions import REVIEW, WRITE
from yizhan.listings.queries import barred_ids, content_of, differences
from yizhan.listings.services.drafts import (
    TEXT_COLUMNS,
    against_codes,
    apply_content,
    fact_values,
)
from yizhan.listings.services.likeness import await_comparison
from yizhan.listings.services.numbers import next_numbers
from yizhan.listings.services.rows import insert_rows, update_rows
from yizhan.listings.services.steps import day_of, open_listing
from yizhan.listings.services.submissions import keep_submissions
from yizhan.listings.stages import EDITABLE, Stage

CREATED, UPDATED, UNCHANGED, REFUSED = "created", "updated", "unchanged", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The organisation that a row belongs to, as far as the import needs it."""

    id: UUID
    name: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One row: whose it is, what it says, and how its source names it."""

    home: Home
    values: Mapping[str, Any]
    external_id: str
    source: str = ""
    listing_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a row: created, updated, unchanged or refused with its reasons."""

    result: str
    listing_id: UUID | None = None
    refusals: tuple[Refusal, ...] = ()


@transaction.atomic
def import_listings(
    rows: Sequence[ImportRow], *, actor: Actor, kind: str, publish: bool, at: datetime
) -> list[Imported]:
    """Store the rows as drafts, or publish those the rules allow; answer each row in order.

    Whoever may not review imports drafts only, and for the own organisation only.
    """
    _require(actor, rows, publish=publish)
    reviewed = _reviewed(rows, actor) if publish else frozenset()
    known = _known(rows, kind)
    answers: list[Imported | None] = []
    fresh: list[Listing] = []
    changed: list[Listing] = []
    for row in rows:
        before = known.get(_key(row)) or known.get((row.home.id, row.listing_id))
        content, refusals = _checked(row, kind, before, publish=publish, at=at)
        if content is None or refusals:
            answers.append(Imported(result=REFUSED, refusals=refusals))
        elif before is None:
            listing = _new(row, content, actor=actor, at=at)
            if row.external_id:
                known[_key(row)] = listing
            fresh.append(listing)
            answers.append(Imported(result=CREATED, listing_id=listing.id))
        else:
            is_reviewed = row.home.id in reviewed and _needs_one_pair(content, actor)
            answers.append(_rewritten(before, content, changed, is_reviewed=is_reviewed, at=at))
    _store(fresh, changed, actor=actor, reviewed=reviewed, publish=publish, at=at)
    _record([*fresh, *changed], actor=actor, at=at)
    return [answer for answer in answers if answer is not None]


def _require(actor: Actor, rows: Iterable[ImportRow], *, publish: bool) -> None:
    if publish and not actor.may(REVIEW):
        raise PermissionDenied
    if actor.may(REVIEW) and actor.region == "":
        return
    others = any(row.home.id != actor.organisation_id for row in rows)
    if others or not actor.may(WRITE):
        raise PermissionDenied


def _own(actor: Actor) -> frozenset[UUID]:
    # The command line belongs to whoever runs the platform, not to the organisation it names.
    return frozenset() if actor.id == MACHINE else own_ids(actor)


def _reviewed(rows: Iterable[ImportRow], actor: Actor) -> frozenset[UUID]:
    """Name the houses whose rows this reviewer may publish: others, and none in doubt."""
    homes = frozenset(row.home.id for row in rows) - _own(actor)
    return homes - barred_ids(homes)


def _needs_one_pair(content: Content, actor: Actor) -> bool:
    """Say whether one pair of eyes is enough; the command line is the platform's own hand."""
    return actor.id == MACHINE or not rules.is_state_funded(content)


def _checked(
    row: ImportRow, kind: str, before: Listing | None, *, publish: bool, at: datetime
) -> tuple[Content | None, tuple[Refusal, ...]]:
    values = row.values
    if before is not None:
        # A table without these columns must not lay bare what its owner has hidden since.
        hidden = {"visibility": before.visibility, "is_anonymous": before.is_anonymous}
        values = {**hidden, **values}
    content, refusals = read_content(kind, values)
    if content is None:
        return None, refusals
    found = [*refusals, *against_codes(content)]
    if publish and not found:
        found += rules.against_bulk_publication(
            content, today=day_of(at), organisation_name=row.home.name
        )
    return content, tuple(found)


def _new(row: ImportRow, content: Content, *, actor: Actor, at: datetime) -> Listing:
    listing = Listing(
        kind=content.kind.value,
        organisation_id=row.home.id,
        author_id=actor.person_id,
        region_id=row.home.region,
        source=row.source,
        external_id=row.external_id,
        created_at=at,
        updated_at=at,
    )
    apply_content(listing, content)
    return listing


def _rewritten(
    before: Listing,
    content: Content,
    changed: list[Listing],
    *,
    is_reviewed: bool,
    at: datetime,
) -> Imported:
    if not differences(content, content_of(before)):
        return Imported(result=UNCHANGED, listing_id=before.id)
    # What is public changes in place only under the eyes of a reviewer from another house.
    if before.stage not in (EDITABLE | ({Stage.PUBLISHED} if is_reviewed else set())):
        refusal = Refusal("listings.not_changed_now")
        return Imported(result=REFUSED, listing_id=before.id, refusals=(refusal,))
    apply_content(before, content)
    before.version += 1
    before.updated_at = at
    if before not in changed:
        changed.append(before)
    return Imported(result=UPDATED, listing_id=before.id)


def _store(
    fresh: list[Listing],
    changed: list[Listing],
    *,
    actor: Actor,
    reviewed: frozenset[UUID],
    publish: bool,
    at: datetime,
) -> None:
    wanted = [(row.kind, str(row.region_id), at.year) for row in fresh]
    for listing, number in zip(fresh, next_numbers(wanted), strict=True):
        listing.number = number
        if publish:
            is_reviewed = listing.organisation_id in reviewed
            alone = is_reviewed and _needs_one_pair(content_of(listing), actor)
            _open(listing, at, is_reviewed=alone)
    insert_rows(fresh)
    keep_submissions([row for row in fresh if row.stage == Stage.SUBMITTED], at=at)
    update_rows(changed, [*TEXT_COLUMNS, "version", "updated_at"])
    await_comparison([*fresh, *changed])


def _open(listing: Listing, at: datetime, *, is_reviewed: bool) -> None:
    """Publish it, or hand it in where the reviewer's own organisation is behind it."""
    listing.submitted_at = at
    if not is_reviewed:
        listing.stage = Stage.SUBMITTED
        return
    listing.stage = Stage.PUBLISHED
    open_listing(listing, at)


def _record(listings: Iterable[Listing], *, actor: Actor, at: datetime) -> None:
    facts = [
        ListingImported(
            source=listing.source,
            external_id=listing.external_id,
            stage=listing.stage,
            **fact_values(listing),
        )
        for listing in listings
    ]
    record_many(facts, actor=actor, at=at)


def _key(row: ImportRow) -> tuple[UUID, str, str]:
    return (row.home.id, row.source, row.external_id)


def _known(rows: Sequence[ImportRow], kind: str) -> dict[Any, Listing]:
    """Find what earlier imports made of these rows, by their source and by their id."""
    sources: dict[tuple[UUID, str], list[str]] = defaultdict(list)
    for row in rows:
        if row.external_id:
            sources[row.home.id, row.source].append(row.external_id)
    ids = [row.listing_id for row in rows if row.listing_id]
    known: dict[Any, Listing] = {}
    found = [Listing.objects.filter(kind=kind, id__in=ids)] if ids else []
    found += [
        Listing.objects.filter(
            kind=kind, organisation_id=home, source=source, external_id__in=external
        )
        for (home, source), external in sources.items()
    ]
    for rows_found in found:
        for listing in rows_found.select_for_update():
            known[listing.organisation_id, listing.id] = listing
            if listing.external_id:
                known[listing.organisation_id, listing.source, listing.external_id] = listing
    return known
