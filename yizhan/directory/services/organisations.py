"""Entering an organisation and changing what it says of itself."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F

from yizhan.audit.services import record_many
from yizhan.directory import rules
from yizhan.directory.facts import (
    MemberAdded,
    OrganisationClaimed,
    OrganisationEdited,
    OrganisationRegistered,
)
from yizhan.directory.models import FormerName, Membership, Organisation
from yizhan.directory.permissions import may_edit
from yizhan.directory.queries import lock_organisation, region_for
from yizhan.directory.services.duplicates import note_duplicates
from yizhan.directory.stages import FLOW
from yizhan.directory.terms import Kind, Role
from yizhan.kernel.actors import Actor
from yizhan.kernel.codes import normal_code
from yizhan.kernel.facts import Fact
from yizhan.kernel.refusals import Refusal, Refused, refuse_if, refuse_stale

TWICE_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What an organisation says of itself; the names are the columns."""

    name: str
    kind: str
    region_id: str
    name_en: str = ""
    uscc: str = ""
    former_code: str = ""
    registered_on: date | None = None
    size: str = ""
    is_rd_type: bool = False
    level: str = ""
    industry_id: str | None = None
    fields: tuple[str, ...] = ()
    about: str = ""
    about_en: str = ""
    website: str = ""


@transaction.atomic
def register_organisation(*, actor: Actor, profile: Profile, at: datetime) -> Organisation:
    """Enter an organisation; the person becomes its administrator; a verifier decides."""
    _require(actor, "directory.register")
    profile = _normal(profile)
    repeated = _sent_twice(actor, profile, at)
    if repeated is not None:
        return repeated
    refuse_if([*_against(profile), *_against_flood(actor, at)])
    organisation = Organisation(
        id=uuid4(), created_at=at, verification=FLOW.start, **_columns(profile)
    )
    _save_once(organisation)
    region = profile.region_id
    facts: list[Fact] = [
        OrganisationRegistered(
            subject_id=organisation.id,
            organisation_id=organisation.id,
            region=region,
            name=profile.name,
            kind=profile.kind,
            uscc=profile.uscc,
        )
    ]
    if actor.person_id is not None:
        facts += _hand_to(organisation, actor.person_id, at)
    record_many(facts, actor=actor, at=at)
    note_duplicates(organisation.id, at=at)
    return organisation


@transaction.atomic
def edit_organisation(
    *,
    actor: Actor,
    organisation_id: UUID,
    profile: Profile,
    version: int | None,
    at: datetime,
) -> Organisation:
    """Change the profile; a change of identity asks for verification again."""
    organisation = lock_organisation(actor=actor, organisation_id=organisation_id)
    if not may_edit(actor, organisation):
        raise PermissionDenied
    refuse_stale(seen=version, current=organisation.version)
    profile = _normal(profile)
    refuse_if(_against(profile, known=organisation))
    changes = _changes(organisation, profile)
    if not changes:
        return organisation
    changed = [*changes, "version"]
    if "name" in changes:
        changed.append(remember_name(organisation, at))
    facts: list[Fact] = [
        OrganisationEdited(
            subject_id=organisation.id,
            organisation_id=organisation.id,
            region=profile.region_id,
            changes=changes,
        )
    ]
    if changes.keys() & rules.IDENTITY and organisation.is_verified:
        step = FLOW.take("edit", stage=organisation.verification)
        organisation.verification = step.target
        organisation.verified_at, organisation.waiting_since = None, at
        changed += ["verification", "verified_at", "waiting_since"]
        facts.append(_claimed(organisation))
    organisation.version += 1
    for name, value in _columns(profile).items():
        setattr(organisation, name, value)
    _save_once(organisation, update_fields=changed)
    record_many(facts, actor=actor, at=at)
    note_duplicates(organisation.id, at=at)
    return organisation


def remember_name(organisation: Organisation, at: datetime) -> str:
    """Keep the present name among the former ones; return the column that changed."""
    FormerName.objects.create(organisation=organisation, name=organisation.name, until=at)
    organisation.aliases = f"{organisation.aliases}\n{organisation.name}".strip()
    return "aliases"


def _against_flood(actor: Actor, at: datetime) -> Iterator[Refusal]:
    if actor.person_id is not None and not actor.may("site.administer"):
        begun = Membership.objects.filter(
            person_id=actor.person_id,
            role=Role.ADMINISTRATOR,
            organisation__created_at__gt=at - rules.DAY,
            created_at=F("organisation__created_at"),
        )
        yield from rules.against_flood(code="organisation.too_many", begun=begun.count())


def _sent_twice(actor: Actor, profile: Profile, at: datetime) -> Organisation | None:
    """Find what the person entered a moment ago: a form sent twice gets one answer."""
    if actor.person_id is None or not profile.uscc:
        return None
    return Organisation.objects.filter(
        uscc=profile.uscc,
        name=profile.name,
        created_at__gt=at - TWICE_WITHIN,
        memberships__person_id=actor.person_id,
        memberships__role=Role.ADMINISTRATOR,
    ).first()


def _hand_to(organisation: Organisation, person_id: UUID, at: datetime) -> list[Fact]:
    membership = Membership.objects.create(
        person_id=person_id, organisation=organisation, role=Role.ADMINISTRATOR, created_at=at
    )
    step = FLOW.take("claim", stage=organisation.verification)
    organisation.verification, organisation.waiting_since = step.target, at
    organisation.save(update_fields=["verification", "waiting_since"])
    added = MemberAdded(
        subject_id=organisation.id,
        organisation_id=organisation.id,
        region=organisation.region_id,
        membership_id=membership.id,
        role=Role.ADMINISTRATOR,
    )
    return [added, _claimed(organisation)]


def _claimed(organisation: Organisation) -> OrganisationClaimed:
    return OrganisationClaimed(
        subject_id=organisation.id,
        organisation_id=organisation.id,
        region=organisation.region_id,
    )


def _normal(profile: Profile) -> Profile:
    """Write codes as the standards do and drop what the kind does not have."""
    return replace(
        profile,
        name=" ".join(profile.name.split()),
        name_en=" ".join(profile.name_en.split()),
        uscc=normal_code(profile.uscc),
        former_code=normal_code(profile.former_code),
        size=profile.size if profile.kind == Kind.ENTERPRISE else "",
        is_rd_type=profile.is_rd_type and profile.kind == Kind.ENTERPRISE,
        level=profile.level if profile.kind == Kind.GOVERNMENT else "",
        industry_id=profile.industry_id or None,
        fields=tuple(sorted(set(profile.fields))),
    )


def _against(profile: Profile, known: Organisation | None = None) -> Iterator[Refusal]:
    region = region_for(profile.region_id)
    if region is None:
        yield Refusal("organisation.region_unknown", {"region": profile.region_id}, "region")
    moved = known is None or known.region_id != profile.region_id
    yield from rules.against_profile(
        name=profile.name,
        kind=profile.kind,
        size=profile.size,
        level=profile.level,
        is_region_retired=moved and region is not None and region.retired_on is not None,
    )
    yield from rules.against_codes(
        kind=profile.kind,
        uscc=profile.uscc,
        former_code=profile.former_code,
        registered_on=profile.registered_on,
    )
    yield from _against_double(profile, known)


def _against_double(profile: Profile, known: Organisation | None) -> Iterator[Refusal]:
    if not profile.uscc:
        return
    others = Organisation.objects.filter(uscc=profile.uscc)
    if known is not None:
        others = others.exclude(pk=known.pk)
    other = others.first()
    if other is not None:
        yield _taken(other.name, other.pk)


def _taken(name: str, organisation_id: UUID | None = None) -> Refusal:
    return Refusal(
        "organisation.uscc_taken", {"name": name, "organisation_id": organisation_id}, "uscc"
    )


def _save_once(organisation: Organisation, *, update_fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            organisation.save(force_insert=update_fields is None, update_fields=update_fields)
    except IntegrityError as error:
        # Somebody entered the same code between our look and our write.
        if "directory_uscc_once" not in str(error):
            raise
        raise Refused([_taken(organisation.name)]) from error


def _columns(profile: Profile) -> dict[str, Any]:
    return {**asdict(profile), "fields": list(profile.fields)}


def _changes(organisation: Organisation, profile: Profile) -> dict[str, Any]:
    return {
        name: [getattr(organisation, name), value]
        for name, value in _columns(profile).items()
        if getattr(organisation, name) != value
    }


def _require(actor: Actor, permission: str) -> None:
    if not actor.may(permission):
        raise PermissionDenied
