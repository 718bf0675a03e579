"""Who belongs to an alliance: it offers a seat, and the house takes it, or not."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.timezone import localdate

from yizhan.audit.services import record
from yizhan.directory import rules
from yizhan.directory.facts import AllianceChanged, PartChanged, SeatAnswered, SeatOffered
from yizhan.directory.models import Organisation, Seat
from yizhan.directory.permissions import may_edit, may_run_alliance
from yizhan.directory.queries import lock_organisation, organisations, within
from yizhan.directory.stages import SEAT_FLOW, SeatStage
from yizhan.directory.terms import Kind, Part
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, refuse_if

_LIVING: Final = (SeatStage.INVITED, SeatStage.JOINED)
# One key for all changes that put an alliance into an alliance: a circle needs several.
_CIRCLES: Final = 0x616C6C69


@transaction.atomic
def offer_seat(
    *,
    actor: Actor,
    alliance_id: UUID,
    member_id: UUID,
    part: str = Part.MEMBER,
    note: str = "",
    at: datetime,
) -> Seat:
    """Invite a house; it belongs to the alliance only once its administrator accepts."""
    alliance = lock_organisation(actor=actor, organisation_id=alliance_id)
    if not may_run_alliance(actor, alliance):
        raise PermissionDenied
    member = organisations(actor).get(pk=member_id)
    refusals = list(_against(alliance, member))
    begun = Seat.objects.filter(alliance=alliance, invited_at__gt=at - rules.DAY).count()
    refusals += rules.against_flood(code="invitation.too_many", begun=begun)
    if Seat.objects.filter(alliance=alliance, member=member, stage__in=_LIVING).exists():
        refusals.append(Refusal("alliance.invited_already", {"name": member.name}, "member"))
    refuse_if(refusals)
    seat = Seat.objects.create(
        alliance=alliance,
        member=member,
        part=part,
        note=" ".join(note.split()),
        invited_at=at,
    )
    fact = SeatOffered(
        subject_id=alliance.id,
        organisation_id=alliance.id,
        region=alliance.region_id,
        seat_id=seat.id,
        member_id=member.id,
        part=part,
    )
    record(fact, actor=actor, at=at)
    return seat


@transaction.atomic
def accept_seat(*, actor: Actor, seat_id: UUID, at: datetime) -> Seat:
    """Join, by the word of the house's own administrator."""
    seat = _of_member(actor, seat_id)
    step = SEAT_FLOW.take("accept", stage=seat.stage)
    refuse_if(_against(seat.alliance, seat.member))
    seat.stage, seat.since = step.target, localdate(at)
    seat.save(update_fields=["stage", "since"])
    _record_answer(seat, actor=actor, at=at)
    return seat


@transaction.atomic
def decline_seat(*, actor: Actor, seat_id: UUID, at: datetime) -> Seat:
    """Stay outside."""
    return _end(_of_member(actor, seat_id), "decline", actor=actor, at=at)


@transaction.atomic
def withdraw_seat(*, actor: Actor, seat_id: UUID, at: datetime) -> Seat:
    """Take back an invitation that nobody answered yet."""
    return _end(_of_alliance(actor, seat_id), "withdraw", actor=actor, at=at)


@transaction.atomic
def leave_seat(*, actor: Actor, seat_id: UUID, at: datetime) -> Seat:
    """Leave the alliance; either side may end it."""
    seat = _seat(seat_id)
    if not (may_edit(actor, seat.member) or may_run_alliance(actor, seat.alliance)):
        raise PermissionDenied
    return _end(seat, "leave", actor=actor, at=at)


@transaction.atomic
def change_part(*, actor: Actor, seat_id: UUID, part: str, at: datetime) -> Seat:
    """Make a member lead, member or observer."""
    seat = _of_alliance(actor, seat_id)
    if part not in Part.values:
        refuse_if([Refusal("alliance.part_unknown", {}, "part")])
    before = seat.part
    if before == part:
        return seat
    seat.part = part
    seat.save(update_fields=["part"])
    fact = PartChanged(
        subject_id=seat.alliance_id,
        organisation_id=seat.alliance_id,
        region=seat.alliance.region_id,
        seat_id=seat.id,
        member_id=seat.member_id,
        before=before,
        after=part,
    )
    record(fact, actor=actor, at=at)
    return seat


@transaction.atomic
def set_alliance_members(
    *, actor: Actor, organisation_id: UUID, member_ids: Collection[UUID], at: datetime
) -> Organisation:
    """Make the alliance consist of exactly these houses: site administration, from a list.

    Nobody else enrols a house that was not asked.
    """
    alliance = lock_organisation(actor=actor, organisation_id=organisation_id)
    if not actor.may("site.administer"):
        raise PermissionDenied
    refuse_if(
        rules.against_alliance(kind=alliance.kind, own_id=alliance.id, member_ids=member_ids)
    )
    members = list(organisations(actor).filter(pk__in=list(member_ids)))
    held = Seat.objects.filter(alliance=alliance, stage=SeatStage.JOINED)
    before = set(held.values_list("member_id", flat=True))
    joining = [member for member in members if member.pk not in before]
    leaving = before - {member.pk for member in members}
    if not joining and not leaving:
        return alliance
    for member in joining:
        refuse_if(_against(alliance, member))
        _enrol(alliance, member, at)
    held.filter(member_id__in=leaving).update(stage=SeatStage.LEFT, until=localdate(at))
    fact = AllianceChanged(
        subject_id=alliance.id,
        organisation_id=alliance.id,
        region=alliance.region_id,
        joined=sorted(member.pk for member in joining),
        left=sorted(leaving),
    )
    record(fact, actor=actor, at=at)
    return alliance


def _enrol(alliance: Organisation, member: Organisation, at: datetime) -> None:
    Seat.objects.update_or_create(
        alliance=alliance,
        member=member,
        stage=SeatStage.INVITED,
        defaults={"stage": SeatStage.JOINED, "since": localdate(at)},
        create_defaults={
            "stage": SeatStage.JOINED,
            "since": localdate(at),
            "invited_at": at,
        },
    )


def _against(alliance: Organisation, member: Organisation) -> list[Refusal]:
    refusals = list(
        rules.against_alliance(kind=alliance.kind, own_id=alliance.id, member_ids=[member.id])
    )
    if member.kind == Kind.ALLIANCE and not refusals:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CIRCLES])
        if alliance.id in within(member.id):
            refusals.append(Refusal("alliance.circle", {"name": member.name}, "member"))
    return refusals


def _seat(seat_id: UUID) -> Seat:
    return (
        Seat.objects.select_for_update(of=("self",))
        .select_related("alliance", "member")
        .get(pk=seat_id)
    )


def _of_member(actor: Actor, seat_id: UUID) -> Seat:
    seat = _seat(seat_id)
    if not may_edit(actor, seat.member):
        raise PermissionDenied
    return seat


def _of_alliance(actor: Actor, seat_id: UUID) -> Seat:
    seat = _seat(seat_id)
    if not may_run_alliance(actor, seat.alliance):
        raise PermissionDenied
    return seat


def _end(seat: Seat, name: str, *, actor: Actor, at: datetime) -> Seat:
    was_member = seat.stage == SeatStage.JOINED
    seat.stage = SEAT_FLOW.take(name, stage=seat.stage).target
    seat.until = localdate(at) if was_member else None
    seat.save(update_fields=["stage", "until"])
    _record_answer(seat, actor=actor, at=at)
    return seat


def _record_answer(seat: Seat, *, actor: Actor, at: datetime) -> None:
    fact = SeatAnswered(
        subject_id=seat.alliance_id,
        organisation_id=seat.alliance_id,
        region=seat.alliance.region_id,
        seat_id=seat.id,
        member_id=seat.member_id,
        answer=seat.stage,
    )
    record(fact, actor=actor, at=at)
