"""Reviewing: taking an item, proposing, publishing, confirming, sending back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from yizhan.audit.services import record
from yizhan.directory.queries import organisation_names, own_ids
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, refuse_if
from yizhan.listings import facts, rules
from yizhan.listings.checklists import Edition, clock_on, edition_on
from yizhan.listings.models import Decision, Listing, Review
from yizhan.listings.permissions import REVIEW, may_take
from yizhan.listings.queries import (
    barred_ids,
    content_of,
    lock_listing,
    open_review,
    proposals_for,
)
from yizhan.listings.rules import Checklist
from yizhan.listings.services.drafts import fact_values
from yizhan.listings.services.steps import VOUCHED, begin, move, open_listing
from yizhan.listings.stages import FLOW, Stage
from yizhan.listings.terms import Verdict

FREE: Mapping[str, Any] = {
    "holder_id": None,
    "holder_role": None,
    "holder_office_id": None,
    "held_until": None,
}


@transaction.atomic
def take_review(*, actor: Actor, listing_id: UUID, at: datetime) -> Review:
    """Put a submission on the desk; taking again keeps it longer."""
    listing = lock_listing(actor=actor, listing_id=listing_id)
    review = _mine_to_do(actor, listing, at)
    was_mine = review.holder_id == person_of(actor)
    hours = clock_on(rules.day_of(at)).hold_hours
    _hold(review, actor, at + timedelta(hours=hours))
    if not was_mine:
        record(facts.ReviewTaken(**fact_values(listing)), actor=actor, at=at)
    return review


@transaction.atomic
def release_review(*, actor: Actor, listing_id: UUID, at: datetime) -> Review:
    """Give a submission back to the queue."""
    listing = lock_listing(actor=actor, listing_id=listing_id)
    review = _mine_to_do(actor, listing, at)
    if review.holder_id == person_of(actor):
        _free(review)
        fact = facts.ReviewReleased(because="given_back", **fact_values(listing))
        record(fact, actor=actor, at=at)
    return review


@transaction.atomic
def release_held(*, role_id: UUID, actor: Actor, at: datetime) -> int:
    """Give back whatever somebody held in a role that has ended."""
    held = Review.objects.filter(holder_role=role_id, closed_at=None)
    rows = list(held.select_related("listing").select_for_update(of=("self",)))
    for review in rows:
        _free(review)
        fact = facts.ReviewReleased(because="left_office", **fact_values(review.listing))
        record(fact, actor=actor, at=at)
    return len(rows)


@transaction.atomic
def publish_listing(
    *,
    actor: Actor,
    listing_id: UUID,
    checklist: Checklist,
    at: datetime,
    version: int | None = None,
) -> Listing:
    """Say yes: from now on everybody may read the public fields.

    What the state has paid for is refused here: it is proposed and then countersigned.
    """
    listing, target = begin("publish", actor, listing_id, version)
    review = _mine_to_do(actor, listing, at)
    alone = rules.is_state_funded(content_of(listing))
    refuse_if([Refusal("listings.needs_second_eyes")] if alone else [])
    edition = _approved(actor, listing, checklist, at)
    return _publish(actor, listing, target, review, (edition, checklist), at)


@transaction.atomic
def propose_listing(
    *,
    actor: Actor,
    listing_id: UUID,
    checklist: Checklist,
    at: datetime,
    version: int | None = None,
) -> Listing:
    """Say yes as the first of two; the listing waits for somebody else's eyes."""
    listing, target = begin("propose", actor, listing_id, version)
    review = _mine_to_do(actor, listing, at)
    needed = rules.is_state_funded(content_of(listing))
    refuse_if([] if needed else [Refusal("listings.needs_no_second_eyes")])
    edition = _approved(actor, listing, checklist, at)
    _decide(actor, listing, review, Verdict.PROPOSED, (edition, checklist), {}, at)
    review.proposer_id = person_of(actor)
    review.proposer_reach = actor.region or ""
    review.save(update_fields=["proposer_id", "proposer_reach"])
    _free(review)
    move(listing, target, at)
    fact = facts.ReviewProposed(
        submission=review.submission.number, offices=_offices(review), **fact_values(listing)
    )
    record(fact, actor=actor, at=at)
    return listing


@transaction.atomic
def countersign_listing(
    *,
    actor: Actor,
    listing_id: UUID,
    checklist: Checklist,
    at: datetime,
    version: int | None = None,
) -> Listing:
    """Confirm as the second person what a first one has proposed."""
    listing, target = begin("countersign", actor, listing_id, version)
    review = _mine_to_do(actor, listing, at)
    edition = _approved(actor, listing, checklist, at)
    return _publish(actor, listing, target, review, (edition, checklist), at)


@transaction.atomic
def return_listing(
    *,
    actor: Actor,
    listing_id: UUID,
    reasons: Mapping[str, str],
    at: datetime,
    checklist: Checklist | None = None,
    version: int | None = None,
) -> Listing:
    """Send the listing back with a reason for each field that must change.

    An item answered "no" gives the reason of its field where nobody wrote one.
    """
    listing, target = begin("return", actor, listing_id, version)
    review = _mine_to_do(actor, listing, at)
    edition = edition_on(rules.day_of(at))
    given = checklist or Checklist(edition=edition.code, answers={})
    items = edition.items_for(listing.kind)
    kept = rules.with_mending(items, given.answers, reasons)
    kept = {name: text.strip() for name, text in kept.items() if text.strip()}
    refuse_if(
        [
            *rules.against_return({**reasons, **kept}),
            *(_against_edition(given, edition) if given.answers else ()),
            *rules.against_answer_shapes(items, given.answers),
        ]
    )
    listing.return_reasons = kept
    _decide(actor, listing, review, Verdict.RETURNED, (edition, given), kept, at)
    move(listing, target, at, "return_reasons")
    fact = facts.ListingReturned(
        fields=tuple(sorted(kept)),
        submission=review.submission.number,
        offices=_offices(review),
        **fact_values(listing),
    )
    record(fact, actor=actor, at=at)
    return listing


@transaction.atomic
def note_overdue(*, actor: Actor, review_id: UUID, at: datetime) -> bool:
    """Say once that the day for an answer has passed; False when it was answered meanwhile."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("listing")
    review = rows.filter(pk=review_id, closed_at=None, overdue_noted_at=None).first()
    if review is None or review.due_on >= rules.day_of(at):
        return False
    review.overdue_noted_at = at
    review.save(update_fields=["overdue_noted_at"])
    fact = facts.ReviewOverdue(due_on=str(review.due_on), **fact_values(review.listing))
    record(fact, actor=actor, at=at)
    return True


def person_of(actor: Actor) -> UUID:
    """Name who acts: the person whatever its role, or the role of who has no account."""
    return actor.person_id or actor.id


def _mine_to_do(actor: Actor, listing: Listing, at: datetime) -> Review:
    """Return the open review, or refuse who may not work on it now."""
    if not may_take(actor, listing, REVIEW):
        raise PermissionDenied
    FLOW.take("return", stage=listing.stage)
    review = open_review(listing)
    refusals = list(rules.against_reviewer(is_own=listing.organisation_id in own_ids(actor)))
    me = person_of(actor)
    refusals += rules.against_holding(
        me=me, holder=review.holder_id, until=review.held_until, at=at
    )
    if listing.stage == Stage.PROPOSED:
        refusals += rules.against_second_eyes(
            me=me,
            first=review.proposer_id,
            reach=actor.region,
            first_reach=review.proposer_reach,
        )
    refuse_if(refusals)
    return review


def _approved(actor: Actor, listing: Listing, checklist: Checklist, at: datetime) -> Edition:
    """Return the edition by which a yes holds, or refuse with everything against it."""
    edition = edition_on(rules.day_of(at))
    content = content_of(listing)
    against = rules.against_publication(
        content,
        today=rules.day_of(at),
        organisation_name=listing.organisation.name,
        is_barred=bool(barred_ids([listing.organisation_id])),
    )
    items = edition.items_for(listing.kind)
    answers = rules.against_answers(
        items,
        checklist.answers,
        proposals_for(listing, actor=actor, edition=edition, at=at),
    )
    refuse_if([*_against_edition(checklist, edition), *against, *answers])
    return edition


def _against_edition(checklist: Checklist, edition: Edition) -> list[Refusal]:
    if checklist.edition == edition.code:
        return []
    return [Refusal("listings.checklist_changed", {"edition": edition.code})]


def _publish(
    actor: Actor,
    listing: Listing,
    target: str,
    review: Review,
    by: tuple[Edition, Checklist],
    at: datetime,
) -> Listing:
    _decide(actor, listing, review, Verdict.PUBLISHED, by, {}, at)
    open_listing(listing, at)
    move(listing, target, at, "published_at", *VOUCHED)
    fact = facts.ListingPublished(
        submission=review.submission.number, offices=_offices(review), **fact_values(listing)
    )
    record(fact, actor=actor, at=at)
    return listing


def _decide(
    actor: Actor,
    listing: Listing,
    review: Review,
    verdict: Verdict,
    by: tuple[Edition, Checklist],
    reasons: Mapping[str, str],
    at: datetime,
) -> None:
    edition, checklist = by
    is_end = verdict != Verdict.PROPOSED
    if is_end:
        review.closed_at = at
        review.save(update_fields=["closed_at"])
        _free(review)
    office = actor.organisation_id
    Decision.objects.create(
        submission=review.submission,
        verdict=verdict,
        at=at,
        actor_id=actor.id,
        person_id=actor.person_id,
        office_id=office,
        office_name=organisation_names([office]).get(office, "") if office else "",
        reach=actor.region or "",
        edition=edition.code,
        answers=_stored(actor, listing, edition, checklist, at),
        reasons=dict(reasons),
        kind=listing.kind,
        region=str(listing.region_id),
        working_days=rules.working_days_taken(review.began_at, at) if is_end else None,
    )


def _stored(
    actor: Actor, listing: Listing, edition: Edition, checklist: Checklist, at: datetime
) -> list[dict[str, str]]:
    machine = proposals_for(listing, actor=actor, edition=edition, at=at)
    return [
        {
            "code": item.code,
            "answer": checklist.answers[item.code].answer,
            "machine": machine.get(item.code, ""),
            "note": checklist.answers[item.code].note.strip(),
        }
        for item in edition.items_for(listing.kind)
        if item.code in checklist.answers
    ]


def _offices(review: Review) -> tuple[str, ...]:
    rows = review.submission.decisions.order_by("at", F("working_days").asc(nulls_first=True))
    return tuple(rows.values_list("office_name", flat=True))


def _hold(review: Review, actor: Actor, until: datetime) -> None:
    review.holder_id = person_of(actor)
    review.holder_role = actor.id
    review.holder_office_id = actor.organisation_id
    review.held_until = until
    review.save(update_fields=list(FREE))


def _free(review: Review) -> None:
    for name, value in FREE.items():
        setattr(review, name, value)
    review.save(update_fields=list(FREE))
