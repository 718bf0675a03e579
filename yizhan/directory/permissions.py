"""Which organisations exist for an actor, and what it may do with one."""

from django.db.models import Q

from yizhan.directory.models import Organisation
from yizhan.directory.rules import covers
from yizhan.directory.stages import Verification
from yizhan.kernel.actors import Actor


def visible_to(actor: Actor) -> Q:
    """Show every organisation but the rejected ones, which their people and verifiers see."""
    shown = ~Q(verification=Verification.REJECTED)
    if actor.organisation_id is not None:
        shown |= Q(pk=actor.organisation_id)
    if actor.may("directory.verify") and actor.region is not None:
        shown |= Q(region__code__startswith=actor.region)
    return shown


def may_edit(actor: Actor, organisation: Organisation) -> bool:
    """Say whether the actor may change what the organisation says of itself."""
    return actor.may("directory.write") and _stands_for(actor, organisation)


def may_manage_members(actor: Actor, organisation: Organisation) -> bool:
    """Say whether the actor decides who acts for the organisation."""
    return actor.may("directory.manage_members") and _stands_for(actor, organisation)


def may_judge(actor: Actor, organisation: Organisation) -> bool:
    """Say whether the organisation lies in the actor's reach as a verifier."""
    return (
        actor.may("directory.verify")
        and covers(actor.region, organisation.region_id)
        and actor.organisation_id != organisation.pk
    )


def _stands_for(actor: Actor, organisation: Organisation) -> bool:
    return actor.organisation_id == organisation.pk or actor.may("site.administer")
