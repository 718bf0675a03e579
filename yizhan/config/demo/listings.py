"""The fictional needs, offers and services: written, reviewed, talked about, some concluded.

Each goes through the same verbs as anybody's, by its own organisation and by the national
station as the reviewer. The creation key is made from the key of the content, so a second run
finds every listing and leaves it alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from yizhan.config.demo.organisations import NATIONAL
from yizhan.config.demo.reading import number_of, rows_of
from yizhan.directory.queries import organisation_names
from yizhan.kernel.actors import Actor
from yizhan.listings import services
from yizhan.listings.checklists import edition_on
from yizhan.listings.models import Listing
from yizhan.listings.queries import content_of, proposals_for
from yizhan.listings.rules import Checklist, Given, day_of, is_state_funded
from yizhan.listings.stages import Stage
from yizhan.listings.terms import PUBLIC_MONEY, Answer, Kind

Track = Callable[[Iterable[dict[str, Any]], str], Iterable[dict[str, Any]]]
SHANGHAI = ZoneInfo("Asia/Shanghai")
AUTHOR = uuid5(NAMESPACE_URL, "yizhan:demonstration")
SECOND = uuid5(NAMESPACE_URL, "yizhan:demonstration:second")
FILES = {Kind.NEED: "needs", Kind.OFFER: "offers", Kind.SERVICE: "services.jsonl"}
_DETAILS = {
    Kind.NEED: ("tried", "conditions", "requirements", "ip_wish", "region_preference"),
    Kind.OFFER: (
        "advantage",
        "economics",
        "trl_evidence",
        "funding_source",
        "plan_number",
        "licence_policy",
        "prior_licences",
    ),
    Kind.SERVICE: (
        "service_kind",
        "capacity",
        "equipment",
        "price_note",
        "turnaround",
        "region_note",
    ),
}
_PLAIN = ("title", "summary", "keywords", "fields", "modes", "price_min", "price_max")
# Of every hundred: how many stand elsewhere than in the open, by kind.
_SHARES: Mapping[str, tuple[tuple[str, int], ...]] = {
    Kind.NEED: (
        (Stage.IN_TALKS, 14),
        (Stage.CONCLUDED, 7),
        (Stage.SUBMITTED, 4),
        (Stage.RETURNED, 3),
        (Stage.DRAFT, 2),
    ),
    Kind.OFFER: (
        (Stage.IN_TALKS, 6),
        (Stage.CONCLUDED, 3),
        (Stage.SUBMITTED, 2),
        (Stage.RETURNED, 1),
        (Stage.DRAFT, 1),
    ),
    Kind.SERVICE: ((Stage.SUBMITTED, 2), (Stage.DRAFT, 1)),
}
_DAYS = (0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 7, 9)
_REASONS = (
    {"indicators": "请补充检验方法和取样条件，便于对方判断能否达到。"},
    {"summary": "请写明使用工况，现在的描述不足以判断适用范围。"},
    {"title": "标题请写出对象和要解决的问题，去掉宣传用语。"},
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: the organisations by key, their names, and the reviewing station."""

    organisations: Mapping[str, UUID]
    names: Mapping[UUID, str]
    at: datetime

    def owner(self, key: str) -> Actor:
        """Return somebody who writes for the organisation."""
        organisation_id = self.organisations[key]
        return Actor(
            id=AUTHOR,
            person_id=AUTHOR,
            label=f"{self.names[organisation_id]} · member",
            organisation_id=organisation_id,
            permissions=frozenset({"listings.write", "listings.read_own"}),
        )

    def reviewer(self, person: UUID = AUTHOR) -> Actor:
        """Return the reviewer of the national station, or the other one."""
        organisation_id = self.organisations[NATIONAL]
        return Actor(
            id=person,
            label=f"{self.names[organisation_id]} · reviewer",
            organisation_id=organisation_id,
            permissions=frozenset({"listings.review"}),
            region="",
        )


def load_listings(
    *, organisations: Mapping[str, UUID], at: datetime, track: Track
) -> dict[str, int]:
    """Publish everything that is not there yet and return how many of each kind there are."""
    names = organisation_names(organisations.values())
    cast = Cast(organisations, names, at)
    counts = {}
    for kind, name in FILES.items():
        rows = list(rows_of(name))
        for row in track(rows, str(kind.label)):
            _load(cast, kind, row)
        counts[kind.value] = len(rows)
    return counts


@transaction.atomic
def _load(cast: Cast, kind: str, row: Mapping[str, Any]) -> None:
    owner = cast.owner(row["organisation"])
    stage = _stage(kind, row["key"])
    written = _office_hours(cast.at, row, stage)
    values = _values(cast, kind, row, written)
    twice = _is_twice(row, stage)
    listing = services.create_draft(
        actor=owner,
        kind=kind,
        values={**values, "indicators": values["indicators"][:1]} if twice else values,
        key=uuid5(AUTHOR, row["key"]),
        at=written,
    )
    if listing.stage == Stage.DRAFT and listing.version == 1:
        if twice:
            _improve(cast, owner, listing, values, written)
            written += timedelta(days=2)
        _move(cast, owner, listing, stage, written)


def _is_twice(row: Mapping[str, Any], stage: str) -> bool:
    """Say whether it came back once: then its page shows what changed between the versions."""
    is_old = stage not in {Stage.DRAFT, Stage.RETURNED} and row["age_days"] > 8
    return (
        is_old
        and len(row.get("indicators") or []) > 1
        and not number_of(f"twice {row['key']}", 6)
    )


def _improve(
    cast: Cast, owner: Actor, listing: Listing, values: Mapping[str, Any], written: datetime
) -> None:
    """Hand in too few indicators, get it back, and fill in the rest."""
    given: dict[str, Any] = {"listing_id": listing.id}
    submitted, returned, mended = (written + timedelta(hours=h) for h in (1, 26, 30))
    services.submit_listing(actor=owner, at=min(submitted, cast.at), **given)
    services.return_listing(
        actor=cast.reviewer(),
        reasons={"indicators": "指标过少，请补充能说明效果的其他指标。"},
        at=min(returned, cast.at),
        **given,
    )
    services.save_draft(
        actor=owner, values=values, version=None, at=min(mended, cast.at), **given
    )


def _move(cast: Cast, owner: Actor, listing: Listing, stage: str, written: datetime) -> None:
    """Take the listing to its stage, one verb after the other, never later than now."""

    def later(days: float) -> datetime:
        return min(written + timedelta(days=days), cast.at)

    given: dict[str, Any] = {"listing_id": listing.id}
    # Most are answered within a few days, some late, like anywhere.
    answered = 1.02 + _DAYS[number_of(f"answer {listing.number}", len(_DAYS))]
    if stage == Stage.DRAFT:
        return
    services.submit_listing(actor=owner, at=later(0.03), **given)
    if stage == Stage.SUBMITTED:
        _propose(cast, listing, at=later(1))
        return
    if stage == Stage.RETURNED:
        reasons = _REASONS[number_of(listing.number, len(_REASONS))]
        services.return_listing(
            actor=cast.reviewer(), reasons=reasons, at=later(answered), **given
        )
        return
    _publish(cast, listing, given, at=later(answered))
    # Only a few are let fade (`doubts.py`); the others were confirmed within the month.
    if (cast.at - written).days > 28:
        # Nobody confirms what is not public yet, however late its answer came.
        days = max((cast.at - written).days - 1 - number_of(listing.number, 26), answered + 0.3)
        services.confirm_listing(actor=owner, at=later(days), **given)
    if stage in {Stage.IN_TALKS, Stage.CONCLUDED}:
        services.start_talks(actor=owner, at=later(answered + 3), **given)
    if stage == Stage.CONCLUDED:
        services.conclude_listing(actor=owner, at=later(answered + 19), **given)


def _propose(cast: Cast, listing: Listing, *, at: datetime) -> None:
    """Let what the state has paid for wait for its second pair of eyes."""
    if is_state_funded(content_of(listing)):
        services.propose_listing(
            actor=cast.reviewer(),
            listing_id=listing.id,
            checklist=_checklist(cast, listing, at),
            at=at,
        )


def _publish(cast: Cast, listing: Listing, given: Mapping[str, Any], *, at: datetime) -> None:
    """Answer the checklist and say yes; a second station looks where the state has paid."""
    answered = {**given, "checklist": _checklist(cast, listing, at), "at": at}
    if not is_state_funded(content_of(listing)):
        services.publish_listing(actor=cast.reviewer(), **answered)
        return
    services.propose_listing(actor=cast.reviewer(), **answered)
    services.countersign_listing(actor=cast.reviewer(SECOND), **answered)


def _checklist(cast: Cast, listing: Listing, at: datetime) -> Checklist:
    edition = edition_on(day_of(at))
    machine = proposals_for(listing, actor=cast.reviewer(), edition=edition, at=at)
    answers = {}
    for item in edition.items_for(listing.kind):
        proposed = machine.get(item.code, Answer.YES)
        note = "" if proposed != Answer.NO else "已电话核对，材料留存。"
        answer = Answer.YES if proposed == Answer.NO else proposed
        answers[item.code] = Given(answer=str(answer), note=note)
    return Checklist(edition=edition.code, answers=answers)


def _office_hours(at: datetime, row: Mapping[str, Any], stage: str) -> datetime:
    """Return a moment between nine and four in Beijing on the day the content names.

    What is still being written or reviewed is of these days; some of it waits too long.
    """
    days = max(row["age_days"], 2)
    if stage in {Stage.DRAFT, Stage.RETURNED}:
        days = 2 + number_of(f"age {row['key']}", 4)
    if stage == Stage.SUBMITTED:
        days = 2 + number_of(f"age {row['key']}", 9)
    day = at.astimezone(SHANGHAI) - timedelta(days=days)
    morning = day.replace(hour=9, minute=0, second=0, microsecond=0)
    return morning + timedelta(minutes=number_of(row["key"], 400))


def _stage(kind: str, key: str) -> str:
    place = number_of(f"stage {key}", 100)
    for stage, share in _SHARES[kind]:
        if place < share:
            return stage
        place -= share
    return Stage.PUBLISHED


def _values(cast: Cast, kind: str, row: Mapping[str, Any], written: datetime) -> dict[str, Any]:
    details = {name: row[name] for name in _DETAILS[Kind(kind)] if row.get(name) is not None}
    values = {name: row[name] for name in _PLAIN if row.get(name) is not None}
    if kind == Kind.OFFER:
        details["ip"] = list(_rights(cast, row))
        details["security_check"] = _security(row, written)
    if "deadline_days" in row:
        values["deadline"] = cast.at.date() + timedelta(days=row["deadline_days"])
    return {
        **values,
        "industry": row.get("industry") or "",
        "trl_min": row.get("trl_min", row.get("trl")),
        "trl_max": row.get("trl_max", row.get("trl")),
        "is_anonymous": bool(row.get("anonymous")),
        "language": "en" if row.get("language") == "en" else "zh-hans",
        "indicators": row.get("indicators") or [],
        "visibility": row.get("visibility") or {},
        "details": details,
    }


def _rights(cast: Cast, row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for right in row.get("ip") or []:
        owners = right.get("owners") or []
        named = [cast.names[cast.organisations[key]] for key in owners]
        yield {**right, "owners": "；".join(named)}


def _security(row: Mapping[str, Any], written: datetime) -> dict[str, Any]:
    if row.get("funding_source") not in PUBLIC_MONEY:
        return {}
    return {"declared": True, "touches": False, "declared_on": written.date()}
