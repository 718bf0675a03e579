"""Reading alliances: who sits in them, where a house sits, and what lies within what."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from yizhan.directory.models import Organisation, Seat
from yizhan.directory.permissions import visible_to
from yizhan.directory.stages import SeatStage
from yizhan.directory.terms import Kind
from yizhan.kernel.actors import Actor


def seats_of(*, alliance: Organisation, actor: Actor) -> list[Seat]:
    """List who sits in an alliance, leaders first; nothing else has members."""
    if alliance.kind != Kind.ALLIANCE:
        return []
    seen = Organisation.objects.filter(visible_to(actor))
    return list(
        Seat.objects.filter(alliance=alliance, stage=SeatStage.JOINED, member__in=seen)
        .select_related("member__region")
        .order_by("part", "since", "member__name")
    )


def members_of(*, alliance: Organisation, actor: Actor) -> list[Organisation]:
    """List the visible members of an alliance."""
    return [seat.member for seat in seats_of(alliance=alliance, actor=actor)]


def alliances_of(*, organisation: Organisation, actor: Actor) -> list[Seat]:
    """List the seats that an organisation has taken in visible alliances."""
    seen = Organisation.objects.filter(visible_to(actor))
    return list(
        Seat.objects.filter(member=organisation, stage=SeatStage.JOINED, alliance__in=seen)
        .select_related("alliance")
        .order_by("part", "since", "id")
    )


def offered_seats(*, member_ids: Iterable[UUID]) -> QuerySet[Seat]:
    """List the seats that wait for the answer of these houses."""
    return (
        Seat.objects.filter(member_id__in=list(member_ids), stage=SeatStage.INVITED)
        .select_related("alliance", "member")
        .order_by("invited_at", "id")
    )


def open_seats(*, alliance: Organisation) -> QuerySet[Seat]:
    """List the seats that an alliance offered and nobody answered yet."""
    return (
        Seat.objects.filter(alliance=alliance, stage=SeatStage.INVITED)
        .select_related("member__region")
        .order_by("-invited_at", "id")
    )


def past_seats(*, alliance: Organisation) -> QuerySet[Seat]:
    """List who was a member once, the latest first."""
    return (
        Seat.objects.filter(alliance=alliance, stage=SeatStage.LEFT)
        .select_related("member")
        .order_by("-until", "id")
    )


def joined(alliance_ids: Iterable[UUID]) -> Q:
    """Build the condition "is a member of one of these alliances"."""
    seats = Seat.objects.filter(alliance_id__in=list(alliance_ids), stage=SeatStage.JOINED)
    return Q(pk__in=seats.values("member_id"))


def within(alliance_id: UUID) -> set[UUID]:
    """Name everything that sits in an alliance, at whatever depth."""
    found: set[UUID] = set()
    edge = {alliance_id}
    while edge:
        below = Seat.objects.filter(alliance_id__in=edge, stage=SeatStage.JOINED)
        edge = set(below.values_list("member_id", flat=True)) - found
        found |= edge
    return found
