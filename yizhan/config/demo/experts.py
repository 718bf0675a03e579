"""The fictional experts and what was asked of them, in every stage.

An expert is named by the craft, because there are no persons in the demonstration. The one of
the assessor's account can be signed in to.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from yizhan.config.demo.guard import DOMAIN
from yizhan.config.demo.organisations import FOUNDER, NATIONAL
from yizhan.config.demo.reading import number_of, rows_of
from yizhan.directory import queries as directory
from yizhan.directory.models import Person
from yizhan.directory.services import add_member
from yizhan.experts import queries, services
from yizhan.experts.models import Advice
from yizhan.experts.services.clocks import WORKER
from yizhan.experts.stages import AdviceStage
from yizhan.kernel.actors import Actor

Track = Callable[[Iterable[dict[str, Any]], str], Iterable[dict[str, Any]]]
# Whom one can sign in as: the expert of this key is the assessor.
_ACCOUNTS = {"expert-02": "assessor"}
_FORMS = uuid5(NAMESPACE_URL, "yizhan:demonstration:advice")
_SHANGHAI = ZoneInfo("Asia/Shanghai")


def load_experts(*, organisations: Mapping[str, UUID], at: datetime, track: Track) -> int:
    """Publish every expert that is not there yet, ask what is to be asked, and count them."""
    rows = list(rows_of("experts.jsonl"))
    people: dict[str, Actor] = {}
    for row in track(rows, "experts"):
        people[row["key"]] = _enter(row, organisations, at)
    for row in rows_of("advice.jsonl"):
        _ask(row, people[row["expert"]], at)
    return len(rows)


@transaction.atomic
def _enter(row: Mapping[str, Any], organisations: Mapping[str, UUID], at: datetime) -> Actor:
    home = organisations[row["organisation"]]
    person = _person(row, home, at)
    actor = directory.actor_for(person=person)
    if queries.expert_of(actor=actor) is not None:
        return actor
    begun = _morning(at, 100 + number_of(row["key"], 90))
    expert = services.open_profile(actor=actor, organisation_id=home, at=begun)
    values = {**row, "region_id": ""}
    for name in ("fee_min", "fee_max"):
        values[name] = Decimal(row[name]) if name in row else None
    given: dict[str, Any] = {"expert_id": expert.id, "at": begun}
    services.edit_expert(actor=actor, values=values, version=None, **given)
    services.submit_expert(actor=actor, consents=True, **given)
    # Two of them still wait for the word of their house.
    if row["key"] not in {"expert-23", "expert-38"}:
        station = Actor(
            id=_FORMS,
            label="创新驿站全国总站 · reviewer",
            organisation_id=organisations[NATIONAL],
            permissions=frozenset({"experts.confirm"}),
            region="",
        )
        services.vouch_expert(actor=station, expert_id=expert.id, at=begun + timedelta(days=2))
    return actor


def _person(row: Mapping[str, Any], home: UUID, at: datetime) -> Person:
    email = f"{_ACCOUNTS.get(row['key'], row['key'])}@{DOMAIN}"
    person = Person.objects.filter(email=email).first()
    if person is None:
        # Nobody signs in as one of these: without a password there is nothing to guess.
        person = Person.objects.create_user(email, None, name=row["name"])
    if home not in {role.organisation_id for role in directory.roles_of(person_id=person.pk)}:
        add_member(
            actor=FOUNDER,
            organisation_id=home,
            person_id=person.pk,
            role="member",
            at=at - timedelta(days=220),
        )
    return person


@transaction.atomic
def _ask(row: Mapping[str, Any], expert: Actor, at: datetime) -> None:
    asker = directory.actor_for(person=Person.objects.get(email=f"{row['asker']}@{DOMAIN}"))
    key = uuid5(_FORMS, row["key"])
    profile = queries.expert_of(actor=expert)
    if (
        profile is None
        or not profile.is_listed
        or queries.requests_by_key(actor=asker, key=key)
    ):
        return
    sent = _morning(at, row["age_days"])
    asked = services.Question(
        title=row["title"],
        question=row["question"],
        form="written",
        wished_by=(sent + timedelta(days=21)).date(),
    )
    (advice,) = services.send_requests(
        actor=asker, expert_ids=[profile.id], asked=asked, key=key, at=sent
    )
    _move(row, advice, asker, expert, sent)


def _move(
    row: Mapping[str, Any], advice: Advice, asker: Actor, expert: Actor, sent: datetime
) -> None:
    """Take the request to its stage, one verb after the other."""
    stage = row["stage"]
    one: dict[str, Any] = {"advice_id": advice.id}
    if stage == AdviceStage.SENT:
        return
    if stage == AdviceStage.LAPSED:
        services.due_advice(actor=WORKER, at=sent + timedelta(days=12), **one)
        return
    decided = sent + timedelta(hours=5 + number_of(row["key"], 40))
    if stage == AdviceStage.DECLINED:
        services.decline_request(actor=expert, reason=row["rating"], at=decided, **one)
        return
    has_conflict = stage == AdviceStage.DISCLOSED
    advice = services.accept_request(
        actor=expert,
        promised_on=(sent + timedelta(days=12)).date(),
        is_none=not has_conflict,
        relations=["shares"] if has_conflict else [],
        note="持有该公司少量股份，不参与经营。" if has_conflict else "",
        at=decided,
        **one,
    )
    if advice.stage == AdviceStage.DISCLOSED and not has_conflict:
        # The platform saw an alliance that both are in; the asker goes on.
        services.proceed_request(actor=asker, at=decided + timedelta(hours=2), **one)
    if stage == AdviceStage.OVERDUE:
        services.due_advice(actor=WORKER, at=sent + timedelta(days=14), **one)
    if stage not in {AdviceStage.ANSWERED, AdviceStage.CLOSED}:
        return
    answered = sent + timedelta(days=3 + number_of(row["key"], 4), hours=6)
    services.answer_request(actor=expert, text=row["answer"], at=answered, **one)
    if stage == AdviceStage.CLOSED:
        services.close_request(
            actor=asker,
            rating=int(row["rating"]),
            use=row["use"],
            at=answered + timedelta(days=2),
            **one,
        )


def _morning(at: datetime, days: int) -> datetime:
    day = at.astimezone(_SHANGHAI).date() - timedelta(days=days)
    return datetime.combine(day, time(9, 20), tzinfo=_SHANGHAI)
