"""Owners hear how a review went; reviewers see what waits, and hear what is late.

New work is no notice: it stands in the list of what waits until somebody of the office has
answered, and a notice for each of a hundred would be read by nobody.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.audit.services import react
from yizhan.directory.queries import holders_of, overseers_of
from yizhan.inbox.services import register_topic, register_waiting, tell
from yizhan.inbox.terms import Every, Topic, Waiting, WaitingItem
from yizhan.kernel.actors import Actor
from yizhan.kernel.facts import Fact
from yizhan.listings import facts, queries
from yizhan.listings.facts import ListingFact
from yizhan.listings.models import Listing
from yizhan.listings.rules import end_of

REVIEW, WRITE = "listings.review", "listings.write"
MOST = 50
# What happened, what its reader is told, whether reviewers or the owner hear it, and by mail.
_TOPICS: tuple[tuple[type[ListingFact], str, Any, Any, Any, str, Every], ...] = (
    (
        facts.ListingPublished,
        "listings.published",
        _("信息通过审核"),
        _("「%(title)s」已通过审核并发布"),
        "",
        WRITE,
        Every.AT_ONCE,
    ),
    (
        facts.ListingReturned,
        "listings.returned",
        _("信息被退回"),
        _("「%(title)s」被退回，请修改"),
        _("每个字段的原因写在信息页面上；修改后可重新提交。"),
        WRITE,
        Every.AT_ONCE,
    ),
    (
        facts.ListingSuspended,
        "listings.suspended",
        _("信息暂停展示"),
        _("「%(title)s」已暂停展示"),
        _("机构身份核实通过后自动恢复。"),
        WRITE,
        Every.AT_ONCE,
    ),
    (
        facts.ListingResumed,
        "listings.resumed",
        _("信息恢复展示"),
        _("「%(title)s」已恢复展示"),
        "",
        WRITE,
        Every.AT_ONCE,
    ),
    (
        facts.ReviewOverdue,
        "listings.review_overdue",
        _("审核逾期"),
        _("审核已逾期：「%(title)s」"),
        "",
        REVIEW,
        Every.AT_ONCE,
    ),
)


def connect() -> None:
    """Register what is told and what waits, and listen."""
    for kind, code, label, title, body, who, mail in _TOPICS:
        register_topic(Topic(code=code, label=label, title=title, body=body, mail=mail))
        react(kind, _teller(code, who))
    register_waiting(Waiting(code="listings.reviews", label=_("待审核的信息"), provide=waiting))


def waiting(actor: Actor) -> list[WaitingItem]:
    """List what this reviewer's office should answer, what is due first on top."""
    return [
        WaitingItem(
            title=row.listing.title,
            url=reverse("listings:review-detail", args=[row.listing_id]),
            since=row.began_at,
            due_at=end_of(row.due_on),
        )
        for row in queries.office_reviews(actor=actor)[:MOST]
    ]


def _teller(code: str, who: str) -> Callable[[Fact, datetime], None]:
    def told(fact: Fact, at: datetime) -> None:
        if isinstance(fact, ListingFact):
            _tell(fact, code, who, at)

    return told


def _tell(fact: ListingFact, code: str, who: str, at: datetime) -> None:
    listing = Listing.objects.get(id=fact.subject_id)
    tell(
        people=_people(listing, who),
        topic=code,
        key=f"{code}:{listing.id}:{fact.version}",
        url=_address(listing, who),
        values={"title": listing.title},
        at=at,
        subject_id=listing.id,
    )


def _people(listing: Listing, who: str) -> set[UUID]:
    """Name the author, or else the house's writers; or the nearest office's reviewers."""
    owners = set(holders_of(organisation_id=listing.organisation_id, permission=WRITE))
    if who == REVIEW:
        region = str(listing.region_id)
        nearest = set(overseers_of(region=region, permission=REVIEW)) - owners
        # An office does not decide on its own: then the province is asked.
        return nearest or set(overseers_of(region=region[:2], permission=REVIEW)) - owners
    author = {listing.author_id} & owners if listing.author_id else set()
    return author or owners


def _address(listing: Listing, who: str) -> str:
    if who == REVIEW:
        return reverse("listings:review-detail", args=[listing.id])
    return listing.get_absolute_url()
