"""Putting a question to one or several experts at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record_many
from yizhan.directory.queries import lock_organisation
from yizhan.experts import rules
from yizhan.experts.facts import RequestSent
from yizhan.experts.models import Advice, Expert
from yizhan.experts.permissions import ASK_FOR_OTHERS, is_person
from yizhan.experts.queries import (
    listed_for_asking,
    requests_by_key,
    sent_since,
    with_open_request,
)
from yizhan.experts.services.moving import fact_values
from yizhan.experts.services.needs import linked_need
from yizhan.experts.stages import ADVICE_FLOW, ASK
from yizhan.experts.terms import Form
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, refuse_if

if TYPE_CHECKING:
    from yizhan.directory.models import Organisation

_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked; the names are the columns."""

    title: str
    question: str
    form: str
    wished_by: date | None
    background: str = ""
    links: Sequence[str] = ()
    need_id: UUID | None = None


@transaction.atomic
def send_requests(
    *,
    actor: Actor,
    expert_ids: Sequence[UUID],
    asked: Question,
    at: datetime,
    organisation_id: UUID | None = None,
    key: UUID | None = None,
) -> list[Advice]:
    """Put the question to each expert; the same form sent twice is one question.

    A station names the organisation it asks for; everybody else asks for its own.
    """
    asking_id = organisation_id or actor.organisation_id
    is_own = asking_id == actor.organisation_id
    if asking_id is None or not actor.may(ASK if is_own else ASK_FOR_OTHERS):
        raise PermissionDenied
    # The lock makes the count of a day, and the one open question, hold for two at once.
    home = lock_organisation(actor=actor, organisation_id=asking_id)
    if not is_own and not _reaches(actor, home):
        raise PermissionDenied
    repeated = requests_by_key(actor=actor, key=key)
    if repeated:
        return repeated
    wanted = list(dict.fromkeys(expert_ids))
    experts = listed_for_asking(wanted[: rules.MOST_AT_ONCE])
    refuse_if(_against(actor, home, experts, wanted, asked, at))
    rows = [_row(actor, home, expert, asked, at, key) for expert in experts]
    for row in rows:
        row.station_id = None if is_own else actor.organisation_id
        row.save(force_insert=True)
    record_many([_sent(row) for row in rows], actor=actor, at=at)
    return rows


def _reaches(actor: Actor, home: "Organisation") -> bool:
    return actor.region is not None and home.region_id.startswith(actor.region)


def _against(
    actor: Actor,
    home: "Organisation",
    experts: Sequence[Expert],
    wanted: Sequence[UUID],
    asked: Question,
    at: datetime,
) -> Iterator[Refusal]:
    today = rules.day_of(at)
    yield from rules.against_question(
        title=asked.title,
        question=asked.question,
        background=asked.background,
        links=asked.links,
    )
    yield from rules.against_asking(
        count=len(wanted),
        today_sent=sent_since(organisation_id=home.pk, since=at - _DAY),
        is_verified=home.is_verified,
        wished_by=asked.wished_by,
        days=(today, rules.furthest(at)),
    )
    if asked.form not in Form.values:
        yield Refusal("experts.unknown_value", {}, "form")
    if asked.need_id is not None and not linked_need(actor=actor, need_id=asked.need_id):
        yield Refusal("experts.unknown_need", {}, "need")
    if len(experts) < min(len(wanted), rules.MOST_AT_ONCE):
        yield Refusal("experts.not_listed_now", {}, "experts")
    yield from _against_experts(actor, home, experts, asked, today)


def _against_experts(
    actor: Actor, home: "Organisation", experts: Sequence[Expert], asked: Question, today: date
) -> Iterator[Refusal]:
    busy = with_open_request(organisation_id=home.pk, experts=experts)
    for expert in experts:
        named = {"name": str(expert)}
        if is_person(actor, expert):
            yield Refusal("experts.asking_oneself", {}, "experts")
        if expert.pk in busy:
            yield Refusal("experts.open_already", named, "experts")
        if expert.on_leave_until and expert.on_leave_until >= today:
            leave = {**named, "day": expert.on_leave_until}
            yield Refusal("experts.on_leave", leave, "experts")
        if asked.form in Form.values and asked.form not in expert.modes:
            yield Refusal("experts.form_not_offered", named, "form")


def _row(
    actor: Actor,
    home: "Organisation",
    expert: Expert,
    asked: Question,
    at: datetime,
    key: UUID | None,
) -> Advice:
    return Advice(
        expert=expert,
        organisation=home,
        author_id=actor.person_id,
        key=key if actor.person_id else None,
        title=" ".join(asked.title.split()),
        question=asked.question.strip(),
        background=asked.background.strip(),
        links=list(asked.links),
        need_id=asked.need_id,
        form=asked.form,
        wished_by=asked.wished_by or rules.day_of(at),
        stage=ADVICE_FLOW.start,
        sent_at=at,
        due_at=rules.end_of_working_days(at, rules.ACCEPT_DAYS),
    )


def _sent(row: Advice) -> RequestSent:
    return RequestSent(
        form=row.form, need_id=row.need_id, station_id=row.station_id, **fact_values(row)
    )
