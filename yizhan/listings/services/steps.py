"""Moving a listing through its flow. One function for each step of `stages.FLOW`."""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import refuse_if, refuse_stale
from yizhan.listings import facts, rules
from yizhan.listings.models import Listing
from yizhan.listings.permissions import WRITE, may_take
from yizhan.listings.queries import content_of, lock_listing
from yizhan.listings.services.drafts import fact_values
from yizhan.listings.services.likeness import compare_listing
from yizhan.listings.services.rounds import settle
from yizhan.listings.services.submissions import (
    close_review,
    end_suspension,
    keep_public,
    keep_submission,
)
from yizhan.listings.stages import FLOW, LIVE, Stage

VOUCHED = ("confirmed_at", "demoted_at", "due_at")


@transaction.atomic
def submit_listing(
    *, actor: Actor, listing_id: UUID, at: datetime, version: int | None = None
) -> Listing:
    """Hand the listing in for review."""
    listing, target = begin("submit", actor, listing_id, version)
    refuse_if(
        rules.against_submission(
            content_of(listing),
            today=day_of(at),
            organisation_name=listing.organisation.name,
        )
    )
    listing.submitted_at = at
    listing.return_reasons = {}
    move(listing, target, at, "submitted_at", "return_reasons")
    compare_listing(listing, at=at)
    number = keep_submission(listing, at=at).number
    fact = facts.ListingSubmitted(submission=number, **fact_values(listing))
    record(fact, actor=actor, at=at)
    return listing


@transaction.atomic
def start_talks(
    *, actor: Actor, listing_id: UUID, at: datetime, version: int | None = None
) -> Listing:
    """Say that talks with another side have begun."""
    listing, target = begin("start_talks", actor, listing_id, version)
    move(listing, target, at)
    record(facts.TalksStarted(**fact_values(listing)), actor=actor, at=at)
    return listing


@transaction.atomic
def reopen_listing(
    *, actor: Actor, listing_id: UUID, at: datetime, version: int | None = None
) -> Listing:
    """Say that talks ended without a result; what has lapsed meanwhile stays shut."""
    listing, target = begin("reopen", actor, listing_id, version)
    move(listing, target, at)
    record(facts.ListingReopened(**fact_values(listing)), actor=actor, at=at)
    return listing


@transaction.atomic
def conclude_listing(
    *, actor: Actor, listing_id: UUID, at: datetime, version: int | None = None
) -> Listing:
    """Say that the parties agreed."""
    listing, target = begin("conclude", actor, listing_id, version)
    listing.concluded_at = at
    listing.due_at = None
    move(listing, target, at, "concluded_at", "due_at")
    record(facts.ListingConcluded(**fact_values(listing)), actor=actor, at=at)
    return listing


@transaction.atomic
def withdraw_listing(
    *,
    actor: Actor,
    listing_id: UUID,
    at: datetime,
    version: int | None = None,
    addressed_to: UUID | None = None,
) -> Listing:
    """Take the listing back; `addressed_to` as in `confirm_listing`."""
    listing, target = begin("withdraw", actor, listing_id, version)
    close_review(listing, at=at)
    listing.withdrawn_at = at
    listing.due_at = None
    move(listing, target, at, "withdrawn_at", "due_at")
    fact = facts.ListingWithdrawn(addressed_to=addressed_to, **fact_values(listing))
    record(fact, actor=actor, at=at)
    return listing


@transaction.atomic
def revise_listing(
    *, actor: Actor, listing_id: UUID, at: datetime, version: int | None = None
) -> Listing:
    """Take the listing off the site and make it a draft again."""
    listing, target = begin("revise", actor, listing_id, version)
    keep_public(listing, at=at)
    listing.due_at = None
    move(listing, target, at, "due_at")
    record(facts.ListingRevised(**fact_values(listing)), actor=actor, at=at)
    return listing


@transaction.atomic
def expire_listing(*, actor: Actor, listing_id: UUID, at: datetime) -> bool:
    """Close a listing whose day has come; False when somebody was faster or renewed it."""
    listing = lock_listing(actor=actor, listing_id=listing_id)
    if listing.stage not in LIVE or not rules.is_over(
        is_hidden=listing.stage == Stage.HIDDEN,
        deadline=listing.deadline,
        due_at=listing.due_at,
        at=at,
    ):
        return False
    step = FLOW.take("expire", stage=listing.stage)
    require(actor, listing, step.permission)
    move(listing, step.target, at)
    record(facts.ListingExpired(**fact_values(listing)), actor=actor, at=at)
    return True


@transaction.atomic
def confirm_listing(
    *,
    actor: Actor,
    listing_id: UUID,
    at: datetime,
    version: int | None = None,
    addressed_to: UUID | None = None,
) -> Listing:
    """Say that a listing is still true: its term begins anew, and a hidden one comes back.

    `addressed_to` is the person to whom the link was sent by which it was said.
    """
    listing = lock_listing(actor=actor, listing_id=listing_id)
    refuse_stale(seen=version, current=listing.version)
    require(actor, listing, WRITE)
    refuse_if(rules.against_confirmation(stage=listing.stage, is_live=listing.stage in LIVE))
    target = listing.stage
    if target == Stage.HIDDEN:
        target = FLOW.take("confirm", stage=target).target
    settle(listing, answer=target, at=at)
    vouch(listing, at)
    move(listing, target, at, *VOUCHED)
    fact = facts.ListingConfirmed(addressed_to=addressed_to, **fact_values(listing))
    record(fact, actor=actor, at=at)
    return listing


def open_listing(listing: Listing, at: datetime) -> None:
    """Set the times that go with being public."""
    listing.published_at = at
    vouch(listing, at)


def vouch(listing: Listing, at: datetime) -> None:
    """Set the columns `VOUCHED` that go with somebody saying that it is true."""
    listing.confirmed_at = at
    listing.demoted_at = None
    listing.due_at = rules.due_at(kind=listing.kind, deadline=listing.deadline, confirmed_at=at)


def begin(
    step_name: str, actor: Actor, listing_id: UUID, version: int | None
) -> tuple[Listing, str]:
    """Lock the listing and ask the flow and the permission for a step; return its target."""
    listing = lock_listing(actor=actor, listing_id=listing_id)
    refuse_stale(seen=version, current=listing.version)
    step = FLOW.take(step_name, stage=listing.stage)
    require(actor, listing, step.permission)
    return listing, step.target


def require(actor: Actor, listing: Listing, permission: str) -> None:
    """Refuse who may not take such a step with this listing."""
    if not may_take(actor, listing, permission):
        raise PermissionDenied


def move(listing: Listing, target: str, at: datetime, *columns: str) -> None:
    """Write the new stage with the columns that go with it, and end what goes with the old."""
    if listing.stage in LIVE and target not in LIVE:
        settle(listing, answer=target, at=at)
    if listing.stage == Stage.SUSPENDED:
        end_suspension(listing, at=at)
    listing.stage = target
    listing.version += 1
    listing.updated_at = at
    listing.save(update_fields=["stage", "version", "updated_at", *columns])


def day_of(at: datetime) -> date:
    """Return the day it is in Beijing."""
    return at.astimezone(rules.SHANGHAI).date()
