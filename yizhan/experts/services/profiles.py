"""Writing a profile: begun by its person, or taken over from what the home prepared."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from yizhan.audit.services import record, record_many
from yizhan.directory.queries import industries, organisation_for, own_ids, region_for
from yizhan.directory.terms import Field
from yizhan.experts import facts, rules
from yizhan.experts.models import Expert
from yizhan.experts.permissions import is_person
from yizhan.experts.queries import expert_of, lock_expert, offered_to
from yizhan.experts.stages import EXPERT_FLOW, PROFILE, ExpertStage
from yizhan.experts.terms import Degree, Fee, Language, Mode, Shown, Visibility
from yizhan.kernel.actors import Actor
from yizhan.kernel.facts import Fact
from yizhan.kernel.refusals import Refusal, Refused, refuse_if, refuse_stale

TEXT_COLUMNS = (
    "name", "title", "department", "degree", "region_id", "fields", "industries", "keywords",
    "problems", "languages", "works", "modes", "hours", "on_leave_until", "fee", "fee_min",
    "fee_max", "fee_note", "visibility",
)  # fmt: skip
_CODES: Mapping[str, Any] = {"fields": Field, "languages": Language, "modes": Mode}


@transaction.atomic
def open_profile(*, actor: Actor, organisation_id: UUID, at: datetime) -> Expert:
    """Begin the actor's own profile at a house it stands in; a second call finds the first."""
    if not actor.may(PROFILE) or actor.person_id is None:
        raise PermissionDenied
    known = expert_of(actor=actor)
    if known is not None:
        return known
    if organisation_id not in own_ids(actor):
        raise Refused([Refusal("experts.not_at_home", {}, "organisation")])
    home = organisation_for(actor=actor, organisation_id=organisation_id)
    expert = Expert(
        person_id=actor.person_id,
        organisation=home,
        region_id=home.region_id,
        fields=home.fields[: rules.LISTS["fields"]],
        created_at=at,
        updated_at=at,
    )
    try:
        with transaction.atomic():
            expert.save(force_insert=True)
    except IntegrityError:
        # The other half of a double click committed between the look and the insert.
        first = expert_of(actor=actor)
        if first is None:
            raise
        return first
    fact = facts.ExpertEntered(name="", is_prepared=False, **fact_values(expert))
    record(fact, actor=actor, at=at)
    return expert


@transaction.atomic
def claim_profile(
    *, actor: Actor, expert_id: UUID, emails: Iterable[str], at: datetime
) -> Expert:
    """Take over the draft that was prepared for an address the person has proven to read."""
    if not actor.may(PROFILE) or actor.person_id is None:
        raise PermissionDenied
    # Others must not learn for whom a draft was prepared: for them it does not exist.
    expert = offered_to(emails=emails).select_for_update(of=("self",)).get(pk=expert_id)
    if expert_of(actor=actor) is not None:
        raise Refused([Refusal("experts.one_profile")])
    expert.person_id = actor.person_id
    expert.invited_email = ""
    expert.updated_at = at
    expert.version += 1
    expert.save(update_fields=["person", "invited_email", "updated_at", "version"])
    record(facts.ExpertClaimed(**fact_values(expert)), actor=actor, at=at)
    return expert


@transaction.atomic
def edit_expert(
    *,
    actor: Actor,
    expert_id: UUID,
    values: Mapping[str, Any],
    version: int | None,
    at: datetime,
) -> Expert:
    """Change the profile; what the home vouched for is vouched for again when it changes."""
    expert = lock_expert(actor=actor, expert_id=expert_id)
    if not is_person(actor, expert):
        raise PermissionDenied
    if expert.stage == ExpertStage.WITHDRAWN:
        values_ = {"step": "edit", "stage": expert.stage}
        raise Refused([Refusal("flow.wrong_stage", values_)])
    values = normal(values)
    refuse_if(against(values, at=at))
    changed = _changed(expert, values)
    if not changed:
        return expert
    refuse_stale(seen=version, current=expert.version)
    apply(expert, values)
    if expert.stage != ExpertStage.DRAFT:
        refuse_if(rules.against_submission(values, has_consent=True))
    columns, moved = _vouched_again(expert, changed)
    expert.version += 1
    expert.updated_at = at
    expert.save(
        update_fields=[*TEXT_COLUMNS, "terms", "heads", "version", "updated_at", *columns]
    )
    written: list[Fact] = [facts.ExpertEdited(fields=tuple(changed), **fact_values(expert))]
    written += [facts.ExpertSubmitted(**fact_values(expert))] if moved else []
    record_many(written, actor=actor, at=at)
    return expert


def normal(values: Mapping[str, Any]) -> dict[str, Any]:
    """Write values as they are stored; a field that is not said is empty."""
    words = {name: " ".join(str(values.get(name) or "").split()) for name in _LINES}
    lists = {
        name: [str(code) for code in dict.fromkeys(values.get(name) or ()) if str(code)]
        for name in ("fields", "industries", "keywords", "languages", "modes")
    }
    is_range = values.get("fee") == Fee.RANGE
    return {
        **words,
        **lists,
        "problems": str(values.get("problems") or "").strip(),
        "works": [rules.clean_work(work) for work in values.get("works") or ()],
        "hours": values.get("hours"),
        "on_leave_until": values.get("on_leave_until"),
        "fee_min": values.get("fee_min") if is_range else None,
        "fee_max": values.get("fee_max") if is_range else None,
        "visibility": {
            name: level
            for name, level in (values.get("visibility") or {}).items()
            if level and level != Visibility.PUBLIC
        },
    }


def against(values: Mapping[str, Any], *, at: datetime) -> Iterable[Refusal]:
    """Name what no profile may hold: wrong shapes, unknown codes, ways to reach the person."""
    yield from rules.against_profile(values, today=rules.day_of(at))
    for name, choices in _CODES.items():
        if set(values[name]) - set(choices.values):
            yield Refusal("experts.unknown_value", {}, name)
    if set(values["industries"]) - industries().keys():
        yield Refusal("experts.unknown_value", {}, "industries")
    for name, known in (("degree", Degree.values), ("fee", Fee.values)):
        if values[name] and values[name] not in known:
            yield Refusal("experts.unknown_value", {}, name)
    if values["region_id"] and region_for(values["region_id"]) is None:
        yield Refusal("experts.unknown_value", {}, "region")
    levels = values["visibility"]
    if set(levels) - set(Shown.values) or set(levels.values()) - set(Visibility.values):
        yield Refusal("experts.unknown_value", {}, "visibility")


def apply(expert: Expert, values: Mapping[str, Any]) -> None:
    """Put normal values on the row and cut its public text into terms."""
    for name in TEXT_COLUMNS:
        setattr(expert, name, values[name])
    expert.region_id = values["region_id"] or expert.organisation.region_id
    names = industries()
    heads = [
        expert.name,
        *expert.keywords,
        *(str(Field(code).label) for code in expert.fields),
    ]
    rest = [expert.title, expert.problems, expert.organisation.name]
    rest += [names[code].name for code in expert.industries]
    if expert.level_of(Shown.WORKS) == Visibility.PUBLIC:
        rest += [str(work["title"]) for work in expert.works]
    expert.heads = sorted(rules.terms_of(*heads))
    expert.terms = sorted(rules.terms_of(*heads, *rest))


def fact_values(expert: Expert) -> dict[str, Any]:
    """Return what every fact about the profile says."""
    return {
        "subject_id": expert.id,
        "organisation_id": expert.organisation_id,
        "region": str(expert.region_id),
    }


_LINES = ("name", "title", "department", "degree", "region_id", "fee", "fee_note")


def _changed(expert: Expert, values: Mapping[str, Any]) -> list[str]:
    said = {**values, "region_id": values["region_id"] or expert.organisation.region_id}
    return [name for name in TEXT_COLUMNS if getattr(expert, name) != said[name]]


def _vouched_again(expert: Expert, changed: Iterable[str]) -> tuple[list[str], bool]:
    at_work = expert.stage in {ExpertStage.LISTED, ExpertStage.PAUSED}
    if not at_work or not rules.IDENTITY & set(changed):
        return [], False
    expert.stage = EXPERT_FLOW.take("edit", stage=expert.stage).target
    expert.due_at = None
    return ["stage", "due_at"], True
