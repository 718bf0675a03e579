"""Reading reviews: what waits, its clock, the checklist's proposals, what was decided."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from yizhan.directory.queries import has_member, rejected_among, review_offices
from yizhan.kernel.actors import Actor
from yizhan.listings import rules
from yizhan.listings.checklists import Edition
from yizhan.listings.models import Decision, Listing, Review, Submission, Suspension
from yizhan.listings.permissions import waiting_for
from yizhan.listings.queries.likeness import unexplained_pairs
from yizhan.listings.queries.listings import content_of
from yizhan.listings.stages import Stage
from yizhan.listings.terms import Answer, Kind, Verdict

NEAR, ALL, MINE, SECOND, OVERDUE = "", "all", "mine", "second", "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a reviewer asks the queue for; empty means all that is this office's to do."""

    show: str = ""
    kind: str = ""
    region: str = ""


def open_review(listing: Listing) -> Review:
    """Return the review that runs, locked until the transaction ends."""
    rows = Review.objects.select_related("submission").select_for_update(of=("self",))
    return rows.get(listing=listing, closed_at=None)


def barred_ids(organisation_ids: Collection[UUID]) -> frozenset[UUID]:
    """Name those of the organisations of which nothing may become public: who are they?"""
    rejected = rejected_among(organisation_ids=organisation_ids)
    suspended = Suspension.objects.filter(
        listing__organisation_id__in=organisation_ids, ended_at=None
    )
    return rejected | frozenset(suspended.values_list("listing__organisation_id", flat=True))


def proposals_for(
    listing: Listing, *, actor: Actor, edition: Edition, at: datetime
) -> dict[str, str]:
    """Return the answers that rules can give to the checklist of a listing.

    Whether it is published twice a machine cannot tell; but where something alike waits for
    a verdict and the owner has not said what differs, a yes needs the reviewer's word.
    """
    case = rules.Case(
        content=content_of(listing),
        is_verified=listing.organisation.is_verified,
        has_contact=has_member(organisation_id=listing.organisation_id),
        today=rules.day_of(at),
    )
    found = {
        item.code: rules.proposal_for(item, case) for item in edition.items_for(listing.kind)
    }
    if unexplained_pairs(actor=actor, listing=listing):
        found["single"] = Answer.NO
    return {code: answer for code, answer in found.items() if answer}


def waiting_reviews(*, actor: Actor, wanted: Waiting, at: datetime) -> QuerySet[Review]:
    """Return what waits within the reviewer's reach, what is due first on top.

    Without a wish it is what falls to this office: of two offices the nearer one is asked,
    and where a county or city has none, the province is.
    """
    rows = _within(actor, wanted).filter(_shown(actor, wanted.show, at))
    rows = rows.select_related("listing__organisation", "holder_office", "submission")
    return rows.order_by("due_on", "began_at", "submission_id")


def office_reviews(*, actor: Actor) -> QuerySet[Review]:
    """Return what falls to this office, what is due first on top."""
    rows = _within(actor, Waiting()).filter(_nearest(actor)).select_related("listing")
    return rows.order_by("due_on", "began_at", "submission_id")


def waiting_by_kind(*, actor: Actor) -> dict[str, int]:
    """Count what falls to this office by kind, kinds without anything included."""
    rows = _within(actor, Waiting()).filter(_nearest(actor)).order_by()
    counted = dict(rows.values_list("listing__kind").annotate(n=Count("pk")))
    return {kind: counted.get(kind, 0) for kind in Kind.values}


def waiting_counts(*, actor: Actor, wanted: Waiting, at: datetime) -> dict[str, int]:
    """Count what each wish would show, with one statement."""
    counts = {
        f"n_{show}": Count("pk", filter=_shown(actor, show, at))
        for show in (NEAR, MINE, SECOND, OVERDUE, ALL)
    }
    found = _within(actor, wanted).order_by().aggregate(**counts)
    return {name[2:]: count for name, count in found.items()}


def _within(actor: Actor, wanted: Waiting) -> QuerySet[Review]:
    rows = Review.objects.filter(
        closed_at=None, listing__in=waiting_for(actor).order_by().values("id")
    )
    if wanted.kind in Kind.values:
        rows = rows.filter(listing__kind=wanted.kind)
    if wanted.region:
        rows = rows.filter(listing__region__code__startswith=wanted.region)
    return rows


def _shown(actor: Actor, show: str, at: datetime) -> Q:
    if show == MINE:
        return Q(holder_id=actor.person_id or actor.id, held_until__gt=at)
    if show == SECOND:
        return _second(actor)
    if show == OVERDUE:
        return Q(due_on__lt=rules.day_of(at))
    if show == ALL:
        return Q(closed_at=None)
    return _nearest(actor)


def _second(actor: Actor) -> Q:
    """Describe what waits for a second pair of eyes that may be this person's."""
    return (
        Q(listing__stage=Stage.PROPOSED)
        & ~Q(proposer_id=actor.person_id or actor.id)
        & Q(proposer_reach__startswith=actor.region or "")
    )


def _nearest(actor: Actor) -> Q:
    return _second(actor) | (Q(listing__stage=Stage.SUBMITTED) & ~_nearer(actor))


def _nearer(actor: Actor) -> Q:
    """Describe what a nearer office is there for, save what is that office's own."""
    taken = Q(pk__in=[])
    for prefix, offices in review_offices(under=actor.region or "").items():
        here = Q(listing__region__code__startswith=prefix)
        if len(offices) == 1:
            here &= ~Q(listing__organisation_id=next(iter(offices)))
        taken |= here
    return taken


def review_of(listing: Listing) -> Review | None:
    """Return the review that runs, for reading."""
    rows = Review.objects.filter(listing=listing, closed_at=None)
    return rows.select_related("holder_office", "submission").first()


def suspension_of(listing: Listing) -> Suspension | None:
    """Return why a listing is out of sight."""
    return Suspension.objects.filter(listing=listing, ended_at=None).first()


def submissions_of(listing: Listing) -> list[Submission]:
    """List the kept versions, newest first."""
    return list(Submission.objects.filter(listing=listing).order_by("-number"))


def decisions_of(listing: Listing) -> list[Decision]:
    """List what was decided on any version, newest first."""
    rows = Decision.objects.filter(submission__listing=listing).select_related("submission")
    # Of two at the same moment the one that ended the review is the later.
    ended = F("working_days").asc(nulls_last=True)
    return list(rows.order_by("-at", "-submission__number", ended))


def published_before(listing: Listing, number: int) -> Submission | None:
    """Return the version that stood in public before the one with this number."""
    rows = Submission.objects.filter(listing=listing, number__lt=number)
    public = Q(origin="public") | Q(decisions__verdict=Verdict.PUBLISHED)
    return rows.filter(public).order_by("-number").first()


def overdue_ids(*, at: datetime, limit: int) -> list[UUID]:
    """Name reviews whose day has passed and of which nobody was told."""
    rows = Review.objects.filter(
        closed_at=None, overdue_noted_at=None, due_on__lt=rules.day_of(at)
    )
    return list(rows.order_by("due_on").values_list("pk", flat=True)[:limit])


def flat_content(submission: Submission) -> Mapping[str, Any]:
    """Return all fields of a kept version on one level."""
    return {**submission.content, **submission.content["details"]}


def due_days(ids: Sequence[UUID]) -> dict[UUID, date]:
    """Say by when an answer is due, for those of the listings that wait for one."""
    rows = Review.objects.filter(listing_id__in=ids, closed_at=None)
    return dict(rows.values_list("listing_id", "due_on"))
