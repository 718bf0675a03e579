"""Which organisations exist for an actor, and what it may do with one."""

from uuid import UUID

from django.db.models import Q

from yizhan.directory.models import Membership, Organisation, Seat
from yizhan.directory.rules import covers
from yizhan.directory.stages import SeatStage, Verification
from yizhan.directory.terms import Part
from yizhan.kernel.actors import Actor


def visible_to(actor: Actor) -> Q:
    """Show every organisation but the rejected ones, which their people and verifiers see.

    Merged ones are seen by nobody: their addresses lead to the one that was kept.
    """
    shown = ~Q(verification=Verification.REJECTED)
    if actor.organisation_id is not None:
        shown |= Q(pk=actor.organisation_id)
    if actor.may("directory.verify") and actor.region is not None:
        shown |= Q(region__code__startswith=actor.region)
    return Q(merged_into=None) & shown


def may_edit(actor: Actor, organisation: Organisation) -> bool:
    """Say whether the actor may change what the organisation says of itself."""
    return actor.may("directory.write") and _stands_for(actor, organisation)


def may_manage_members(actor: Actor, organisation: Organisation) -> bool:
    """Say whether the actor decides who acts for the organisation."""
    return actor.may("directory.manage_members") and _stands_for(actor, organisation)


def may_make_keys(actor: Actor, organisation: Organisation) -> bool:
    """Say whether the actor makes keys for the organisation: its own administrators only."""
    return (
        actor.may("directory.manage_members")
        and actor.organisation_id == organisation.pk
        and actor.person_id is not None
    )


def may_judge(actor: Actor, organisation: Organisation) -> bool:
    """Say whether the organisation lies in the actor's reach as a verifier."""
    return (
        actor.may("directory.verify")
        and covers(actor.region, organisation.region_id)
        and organisation.pk not in own_ids(actor)
    )


def may_run_alliance(actor: Actor, alliance: Organisation) -> bool:
    """Say whether the actor speaks for an alliance: its own people, or a leading member's."""
    if may_edit(actor, alliance):
        return True
    if not actor.may("directory.write") or actor.organisation_id is None:
        return False
    return Seat.objects.filter(
        alliance=alliance,
        member_id=actor.organisation_id,
        part=Part.LEAD,
        stage=SeatStage.JOINED,
    ).exists()


def own_ids(actor: Actor) -> frozenset[UUID]:
    """Name every organisation the person stands for, in whatever role it acts now.

    Nobody decides on the own house, and changing the role does not change the person.
    """
    own = {actor.organisation_id} if actor.organisation_id else set()
    if actor.person_id is not None:
        held = Membership.objects.filter(person_id=actor.person_id, is_active=True)
        own.update(held.values_list("organisation_id", flat=True))
    return frozenset(own)


def _stands_for(actor: Actor, organisation: Organisation) -> bool:
    return actor.organisation_id == organisation.pk or actor.may("site.administer")
