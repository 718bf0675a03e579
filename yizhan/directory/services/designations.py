"""Titles that an authority gives: recorded by an office in reach, ended with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.directory.facts import TitleEnded, TitleGiven
from yizhan.directory.models import Designation, Organisation, Title
from yizhan.directory.permissions import may_judge
from yizhan.directory.queries import countries, lock_organisation
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, refuse_if


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What an authority gave: the title, by what paper, for how long, with whom."""

    title: str
    authority: str
    since: date
    document: str = ""
    until: date | None = None
    partners: Sequence[str] = ()
    fields: Sequence[str] = ()


@transaction.atomic
def give_title(
    *, actor: Actor, organisation_id: UUID, grant: Grant, at: datetime
) -> Designation:
    """Record a title; what the nation gives is recorded by who reaches the nation."""
    organisation = lock_organisation(actor=actor, organisation_id=organisation_id)
    if not may_judge(actor, organisation):
        raise PermissionDenied
    kind = Title.objects.get(pk=grant.title)
    codes = sorted({code.upper() for code in grant.partners if kind.has_partners})
    refuse_if(_against(actor, organisation, kind, codes, grant))
    designation = Designation.objects.create(
        organisation=organisation,
        title=kind,
        authority=grant.authority.strip(),
        document=grant.document.strip(),
        since=grant.since,
        until=grant.until,
        countries=codes,
        fields=sorted(set(grant.fields)),
        recorded_at=at,
        recorded_by_id=actor.organisation_id,
    )
    fact = TitleGiven(
        subject_id=organisation.id,
        organisation_id=organisation.id,
        region=organisation.region_id,
        designation_id=designation.id,
        title=kind.code,
        authority=designation.authority,
    )
    record(fact, actor=actor, at=at)
    return designation


@transaction.atomic
def end_title(*, actor: Actor, designation_id: UUID, reason: str, at: datetime) -> Designation:
    """End a title before its time; the row stays."""
    designation = (
        Designation.objects.select_for_update(of=("self",))
        .select_related("organisation", "title")
        .get(pk=designation_id, ended_at=None)
    )
    if not may_judge(actor, designation.organisation):
        raise PermissionDenied
    refusals = list(_against_reach(actor, designation.title))
    if not reason.strip():
        refusals.append(Refusal("organisation.reason_required", {}, "reason"))
    refuse_if(refusals)
    designation.ended_at, designation.ended_why = at, reason.strip()
    designation.save(update_fields=["ended_at", "ended_why"])
    fact = TitleEnded(
        subject_id=designation.organisation_id,
        organisation_id=designation.organisation_id,
        region=designation.organisation.region_id,
        designation_id=designation.id,
        title=designation.title_id,
        reason=designation.ended_why,
    )
    record(fact, actor=actor, at=at)
    return designation


def _against(
    actor: Actor,
    organisation: Organisation,
    kind: Title,
    codes: list[str],
    grant: Grant,
) -> list[Refusal]:
    refusals = _against_reach(actor, kind)
    held = Designation.objects.filter(organisation=organisation, title=kind, ended_at=None)
    if held.exists():
        refusals.append(Refusal("title.held_already", {"title": str(kind)}, "title"))
    if grant.until is not None and grant.until < grant.since:
        refusals.append(Refusal("title.days_reversed", {}, "until"))
    unknown = [code for code in codes if code not in countries()]
    if unknown:
        refusals.append(
            Refusal("title.country_unknown", {"codes": " ".join(unknown)}, "partners")
        )
    return refusals


def _against_reach(actor: Actor, kind: Title) -> list[Refusal]:
    if kind.is_national and actor.region != "":
        return [Refusal("title.given_by_the_nation", {}, "title")]
    return []
