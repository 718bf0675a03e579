"""Who wrote a listing, and who decides for its house, is asked whether it is still true.

A few listings are asked about one by one, each with a link that answers without signing in;
many are one message that leads to the list of all of them.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.audit.services import react
from yizhan.directory.queries import deciders_of, holders_of, overseers_of
from yizhan.inbox.services import register_topic, register_waiting, tell
from yizhan.inbox.terms import Topic, Waiting, WaitingItem
from yizhan.kernel.actors import Actor
from yizhan.kernel.facts import Fact
from yizhan.listings import queries
from yizhan.listings.facts import ListingsFaded
from yizhan.listings.letters import address_of
from yizhan.listings.models import Listing

ONE_BY_ONE = 5
_TITLES = {
    "ask": _("「%(title)s」仍然有效吗？"),
    "remind": _("再次提醒：「%(title)s」仍然有效吗？"),
    "demote": _("「%(title)s」久未确认，排序已后移"),
    "hide": _("「%(title)s」久未确认，已停止公开"),
}
_MANY = {
    "ask": _("%(count)s 条信息需要确认是否仍然有效"),
    "remind": _("再次提醒：%(count)s 条信息需要确认是否仍然有效"),
    "demote": _("%(count)s 条信息久未确认，排序已后移"),
    "hide": _("%(count)s 条信息久未确认，已停止公开"),
}
_ONE_BODY = _("打开链接即可确认、撤回或登录修改，确认不用登录。请勿转发这个链接。")
_MANY_BODY = _("请登录核对清单，一并确认，或逐条修改、撤回。")
_ALONE = _("%(organisation)s的信息无人答复：机构里没有能办理的人")
_ALONE_BODY = _("%(count)s 条信息久未确认。请联系该机构，或协助其指定办理人。")


def connect() -> None:
    """Register what is told and what waits, and listen."""
    for step, title in _TITLES.items():
        register_topic(
            Topic(
                code=f"listings.{step}",
                label=_LABELS[step],
                title=title,
                body=_ONE_BODY,
            )
        )
        register_topic(
            Topic(
                code=f"listings.{step}_many",
                label=_LABELS_MANY[step],
                title=_MANY[step],
                body=_MANY_BODY,
            )
        )
    register_topic(
        Topic(
            code="listings.unattended",
            label=_("无人办理的信息"),
            title=_ALONE,
            body=_ALONE_BODY,
        )
    )
    register_waiting(Waiting(code="listings.fading", label=_("待确认的信息"), provide=waiting))
    react(ListingsFaded, faded)


_LABELS = {
    "ask": _("询问信息是否有效"),
    "remind": _("再次询问信息是否有效"),
    "demote": _("信息排序后移"),
    "hide": _("信息停止公开"),
}
_LABELS_MANY = {
    "ask": _("询问多条信息是否有效"),
    "remind": _("再次询问多条信息是否有效"),
    "demote": _("多条信息排序后移"),
    "hide": _("多条信息停止公开"),
}


def faded(fact: Fact, at: datetime) -> None:
    """Tell those who can answer; where nobody is left, the office above."""
    if not isinstance(fact, ListingsFaded):
        return
    listings = {row.id: row for row in queries.live_rows(fact.listing_ids)}
    writers = set(holders_of(organisation_id=fact.subject_id, permission="listings.write"))
    deciders = set(deciders_of(organisation_id=fact.subject_id)) & writers
    if not writers:
        _tell_overseers(fact, listings, at)
    elif len(listings) > ONE_BY_ONE:
        authors = {row.author_id for row in listings.values() if row.author_id}
        people = (authors & writers) | deciders or writers
        tell(
            people=people,
            topic=f"listings.{fact.step}_many",
            key=f"{fact.step}:{fact.round_ids[0]}",
            url=reverse("listings:fading"),
            values={"count": str(len(listings))},
            at=at,
        )
    else:
        _tell_of_each(fact, listings, writers, deciders, at)


def waiting(actor: Actor) -> list[WaitingItem]:
    """List what the actor's house should confirm; it is due when the next step is taken."""
    if not actor.may("listings.write"):
        return []
    rows = list(queries.fading_rows(actor=actor)[:50])
    rounds = queries.rounds_of(rows)
    return [
        WaitingItem(
            title=row.title,
            url=reverse("listings:fading"),
            since=rounds[row.id].asked_at,
            due_at=rounds[row.id].due_at or row.due_at,
        )
        for row in rows
        if row.id in rounds
    ]


def _tell_of_each(
    fact: ListingsFaded,
    listings: dict[UUID, Listing],
    writers: set[UUID],
    deciders: set[UUID],
    at: datetime,
) -> None:
    for listing, round_id in _in_pairs(fact, listings):
        wrote = {listing.author_id} & writers if listing.author_id else set()
        # A link is bound to its reader, so everybody gets one of their own.
        for person in sorted(wrote | deciders or writers):
            tell(
                people=[person],
                topic=f"listings.{fact.step}",
                key=f"{fact.step}:{round_id}",
                url=address_of(round_id=round_id, person_id=person, at=at),
                values={"title": listing.title},
                at=at,
                subject_id=listing.id,
            )


def _in_pairs(
    fact: ListingsFaded, listings: dict[UUID, Listing]
) -> Iterator[tuple[Listing, UUID]]:
    for listing_id, round_id in zip(fact.listing_ids, fact.round_ids, strict=True):
        if listing_id in listings:
            yield listings[listing_id], round_id


def _tell_overseers(fact: ListingsFaded, listings: dict[UUID, Listing], at: datetime) -> None:
    if not listings:
        return
    first = next(iter(listings.values()))
    tell(
        people=overseers_of(region=str(first.region_id), permission="listings.review"),
        topic="listings.unattended",
        key=f"{fact.step}:{fact.round_ids[0]}",
        url=reverse("directory:organisation-detail", args=[fact.subject_id]),
        values={"organisation": first.organisation.name, "count": str(len(listings))},
        at=at,
        subject_id=fact.subject_id,
    )
