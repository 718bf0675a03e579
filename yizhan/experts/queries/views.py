"""What one reader sees of an expert: everything it may not read is taken out here."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from yizhan.directory.queries import industries, region_label
from yizhan.directory.terms import Field
from yizhan.experts.models import Expert
from yizhan.experts.permissions import is_person, may_confirm
from yizhan.experts.terms import Degree, Fee, Language, Mode, Shown, Visibility
from yizhan.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertView:
    """An expert as one reader sees it; `hidden` names what was taken out, and who reads it.

    Page, list, panel, export and index are all made from this.
    """

    id: UUID
    url: str
    name: str
    title: str
    department: str
    degree: str
    organisation_id: UUID
    organisation: str
    organisation_url: str
    is_home_verified: bool
    place: str
    region: str
    field_codes: tuple[str, ...]
    field_names: tuple[str, ...]
    industry_codes: tuple[str, ...]
    industry_names: tuple[str, ...]
    keywords: tuple[str, ...]
    problems: str
    language_names: tuple[str, ...]
    works: tuple[dict[str, Any], ...]
    modes: tuple[str, ...]
    mode_names: tuple[str, ...]
    hours: int | None
    on_leave_until: date | None
    fee: str
    fee_name: str
    fee_min: Decimal | None
    fee_max: Decimal | None
    fee_note: str
    stage: str
    listed_at: datetime | None
    confirmed_at: datetime | None
    hidden: dict[str, str]


def view_of(expert: Expert, *, actor: Actor) -> ExpertView:
    """Return the expert as far as the actor may read it."""
    hidden = hidden_fields(expert, actor)
    home, names = expert.organisation, industries()
    shows = {name: name not in hidden for name in Shown.values}
    fee = expert.fee if shows["fee"] else ""
    return ExpertView(
        id=expert.id,
        url=expert.get_absolute_url(),
        name=str(expert),
        title=expert.title,
        department=expert.department if shows["department"] else "",
        degree=str(Degree(expert.degree).label) if shows["degree"] and expert.degree else "",
        organisation_id=home.id,
        organisation=str(home),
        organisation_url=home.get_absolute_url(),
        is_home_verified=home.is_verified,
        place=region_label(expert.region_id),
        region=expert.region_id,
        field_codes=tuple(expert.fields),
        field_names=tuple(str(Field(code).label) for code in expert.fields),
        industry_codes=tuple(expert.industries),
        industry_names=tuple(names[c].label for c in expert.industries if c in names),
        keywords=tuple(expert.keywords),
        problems=expert.problems,
        language_names=_labels(Language, expert.languages) if shows["languages"] else (),
        works=tuple(expert.works) if shows["works"] else (),
        modes=tuple(expert.modes),
        mode_names=_labels(Mode, expert.modes),
        hours=expert.hours if shows["hours"] else None,
        on_leave_until=expert.on_leave_until,
        fee=fee,
        fee_name=str(Fee(fee).label) if fee else "",
        fee_min=expert.fee_min if fee == Fee.RANGE else None,
        fee_max=expert.fee_max if fee == Fee.RANGE else None,
        fee_note=expert.fee_note if fee else "",
        stage=expert.stage,
        listed_at=expert.listed_at,
        confirmed_at=expert.confirmed_at,
        hidden=hidden,
    )


def hidden_fields(expert: Expert, actor: Actor) -> dict[str, str]:
    """Name the fields the actor may not read, each with who may."""
    levels = {name: expert.level_of(name) for name in Shown.values}
    if is_person(actor, expert) or may_confirm(actor, expert):
        return {}
    readable = {str(Visibility.PUBLIC)}
    if actor.organisation_id is not None:
        readable.add(str(Visibility.ORGANISATIONS))
    return {name: level for name, level in levels.items() if level not in readable}


def _labels(choices: Any, codes: list[str]) -> tuple[str, ...]:
    return tuple(str(choices(code).label) for code in codes if code in choices.values)
