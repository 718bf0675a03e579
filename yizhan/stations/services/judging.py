"""What offices decide about stations: admission, yearly appraisal, suspension, removal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from yizhan.audit.services import record
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, refuse_if
from yizhan.stations import facts, rules
from yizhan.stations.criteria import edition_on
from yizhan.stations.models import Appraisal, Station
from yizhan.stations.permissions import may_judge
from yizhan.stations.queries import (
    active_operators,
    failed_years,
    find_parent,
    lock_station,
    next_number,
)
from yizhan.stations.services.moving import begin, fact_values, move
from yizhan.stations.stages import AT_WORK, FLOW, Stage
from yizhan.stations.terms import Level, Occasion, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Scores by criterion ({score, note}), and why."""

    scores: Mapping[str, Mapping[str, Any]]
    reasons: str


@transaction.atomic
def take_station(
    *, actor: Actor, station_id: UUID, at: datetime, version: int | None = None
) -> Station:
    """Begin to appraise an application; what it says stands from now on."""
    station, target = begin("take", actor, station_id, version)
    move(station, target, at)
    record(facts.AppraisalBegun(**fact_values(station)), actor=actor, at=at)
    return station


@transaction.atomic
def admit_station(
    *,
    actor: Actor,
    station_id: UUID,
    judgement: Judgement,
    at: datetime,
    version: int | None = None,
) -> Station:
    """Admit an application that passes; the number is given out in the same transaction."""
    station, target = begin("admit", actor, station_id, version)
    appraisal = _appraisal(
        station, Occasion.ADMISSION, localdate(at).year, judgement, actor, at
    )
    station.parent = find_parent(station)
    today = localdate(at)
    refuse_if(
        rules.against_admission(
            operators=active_operators(station=station, on=today).count(),
            needs_parent=station.level == Level.LOCAL,
            has_parent=station.parent is not None,
            verdict=appraisal.verdict,
        )
    )
    _keep(station, appraisal, actor, at)
    station.number = station.number or next_number(station)
    station.admitted_on = station.admitted_on or today
    station.reason = ""
    move(station, target, at, "number", "admitted_on", "reason", "parent")
    fact = facts.StationAdmitted(number=station.number, **fact_values(station))
    record(fact, actor=actor, at=at)
    return station


@transaction.atomic
def decline_station(
    *,
    actor: Actor,
    station_id: UUID,
    judgement: Judgement,
    at: datetime,
    version: int | None = None,
) -> Station:
    """Decline an application; the scores are kept and shown to the applicant."""
    station, target = begin("decline", actor, station_id, version)
    year = localdate(at).year
    _keep(
        station, _appraisal(station, Occasion.ADMISSION, year, judgement, actor, at), actor, at
    )
    station.reason = judgement.reasons.strip()[:500]
    move(station, target, at, "reason")
    fact = facts.StationDeclined(reason=station.reason, **fact_values(station))
    record(fact, actor=actor, at=at)
    return station


@transaction.atomic
def appraise_station(
    *, actor: Actor, station_id: UUID, year: int, judgement: Judgement, at: datetime
) -> Appraisal:
    """Appraise a year, or recheck what had to be mended.

    A failed year begins a rectification; while one runs the same form is its recheck.
    """
    station = lock_station(actor=actor, station_id=station_id)
    if not may_judge(actor, station):
        raise PermissionDenied
    if station.stage not in AT_WORK:
        refuse_if([Refusal("flow.wrong_stage", {"step": "appraise", "stage": station.stage})])
    today = localdate(at)
    is_recheck = station.stage == Stage.RECTIFYING and year in failed_years(station)
    occasion = Occasion.RECHECK if is_recheck else Occasion.YEARLY
    refuse_if(rules.against_year(year=year, today=today, admitted_on=station.admitted_on))
    if not is_recheck and _appraised(station, year):
        refuse_if([Refusal("stations.appraised_already", {"year": year}, "year")])
    appraisal = _appraisal(station, occasion, year, judgement, actor, at)
    _keep(station, appraisal, actor, at)
    if appraisal.verdict == Verdict.FAIL and station.stage == Stage.ADMITTED:
        rectify_station(station, actor=actor, at=at)
    elif appraisal.verdict != Verdict.FAIL and is_recheck:
        restore_station(station, actor=actor, at=at)
    return appraisal


def rectify_station(station: Station, *, actor: Actor, at: datetime) -> None:
    """Ask to mend what a failed year showed; part of `appraise_station`."""
    step = FLOW.take("rectify", stage=station.stage)
    due = rules.rectify_by(localdate(at))
    station.rectify_by = due
    move(station, step.target, at, "rectify_by")
    record(facts.RectificationAsked(by=due, **fact_values(station)), actor=actor, at=at)


def restore_station(station: Station, *, actor: Actor, at: datetime) -> None:
    """End a rectification whose recheck passed; part of `appraise_station`."""
    step = FLOW.take("restore", stage=station.stage)
    station.rectify_by = None
    move(station, step.target, at, "rectify_by")
    record(facts.StationRestored(**fact_values(station)), actor=actor, at=at)


@transaction.atomic
def suspend_station(
    *, actor: Actor, station_id: UUID, reason: str, at: datetime, version: int | None = None
) -> Station:
    """Stop the network's work with a station until something is settled."""
    station, target = begin("suspend", actor, station_id, version)
    station.reason = _said(reason)
    station.rectify_by = None
    move(station, target, at, "reason", "rectify_by")
    fact = facts.StationSuspended(reason=station.reason, **fact_values(station))
    record(fact, actor=actor, at=at)
    return station


@transaction.atomic
def resume_station(
    *, actor: Actor, station_id: UUID, at: datetime, version: int | None = None
) -> Station:
    """End a suspension."""
    station, target = begin("resume", actor, station_id, version)
    station.reason = ""
    move(station, target, at, "reason")
    record(facts.StationResumed(**fact_values(station)), actor=actor, at=at)
    return station


@transaction.atomic
def remove_station(
    *,
    actor: Actor,
    station_id: UUID,
    reason: str,
    is_breach: bool,
    at: datetime,
    version: int | None = None,
) -> Station:
    """Remove a station after two failed years in a row, or for a serious breach."""
    station, target = begin("remove", actor, station_id, version)
    refuse_if(
        rules.against_removal(
            failed_years=failed_years(station), is_breach=is_breach, reason=reason
        )
    )
    station.reason = reason.strip()[:500]
    move(station, target, at, "reason")
    fact = facts.StationRemoved(
        reason=station.reason, is_breach=is_breach, **fact_values(station)
    )
    record(fact, actor=actor, at=at)
    return station


def _said(reason: str) -> str:
    said = reason.strip()[:500]
    if not said:
        refuse_if([Refusal("stations.required", {}, "reason")])
    return said


def _appraised(station: Station, year: int) -> bool:
    rows = Appraisal.objects.filter(station=station, occasion=Occasion.YEARLY, year=year)
    return rows.exists()


def _appraisal(
    station: Station,
    occasion: Occasion,
    year: int,
    judgement: Judgement,
    actor: Actor,
    at: datetime,
) -> Appraisal:
    """Build the row, or refuse every heading that lacks its score or its evidence."""
    edition = edition_on(localdate(at))
    weights = {one.code: one.weight for one in edition.criteria[occasion]}
    refuse_if(
        rules.against_scores(
            scores=judgement.scores, codes=list(weights), reasons=judgement.reasons
        )
    )
    total = rules.total_of(judgement.scores, weights)
    return Appraisal(
        station=station,
        occasion=occasion,
        year=year,
        edition=edition.code,
        scores={code: dict(judgement.scores[code]) for code in weights},
        total=total,
        verdict=rules.verdict_of(total, edition.bounds),
        reasons=judgement.reasons.strip(),
        office_id=actor.organisation_id,
        at=at,
    )


def _keep(station: Station, appraisal: Appraisal, actor: Actor, at: datetime) -> None:
    appraisal.save(force_insert=True)
    fact = facts.StationAppraised(
        appraisal_id=appraisal.id,
        occasion=appraisal.occasion,
        year=appraisal.year,
        total=str(appraisal.total),
        verdict=appraisal.verdict,
        **fact_values(station),
    )
    record(fact, actor=actor, at=at)
