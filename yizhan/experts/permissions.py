"""Which profiles and requests exist for an actor, and which side of a request it stands on."""

from django.db.models import Q

from yizhan.experts.models import Advice, Expert
from yizhan.experts.stages import (
    ADVICE_FLOW,
    ANSWER,
    ASK,
    CLOCK,
    CONFIRM,
    EXPERT_FLOW,
    PROFILE,
    ExpertStage,
)
from yizhan.kernel.actors import Actor

ASK_FOR_OTHERS, SUPERVISE = "experts.ask_for_others", "experts.supervise"


def experts_visible_to(actor: Actor) -> Q:
    """Show the listed, one's own, and to those who confirm what waits or stood in their reach.

    A draft is its person's alone; one without a person is its home organisation's.
    """
    if actor.may(CLOCK):
        return Q()
    seen = Q(stage=ExpertStage.LISTED)
    if actor.person_id is not None:
        seen |= Q(person_id=actor.person_id)
    if actor.may(CONFIRM):
        seen |= Q(stage__in=[ExpertStage.WAITING, ExpertStage.PAUSED]) & _reach(actor)
        seen |= Q(person=None, organisation_id=actor.organisation_id)
    return seen


def awaiting(actor: Actor) -> Q:
    """Show what waits for this one's word, never its own profile."""
    if not actor.may(CONFIRM):
        return Q(pk__in=[])
    return Q(stage=ExpertStage.WAITING) & _reach(actor) & ~Q(person_id=actor.person_id)


def _reach(actor: Actor) -> Q:
    """An administrator reaches its organisation, a verifier its region."""
    if actor.region is None:
        return Q(organisation_id=actor.organisation_id)
    return Q(organisation__region__code__startswith=actor.region)


def is_person(actor: Actor, expert: Expert) -> bool:
    """Say whether the profile is the actor's own."""
    return expert.person_id is not None and expert.person_id == actor.person_id


def may_confirm(actor: Actor, expert: Expert) -> bool:
    """Say whether the actor may vouch for the person: at home, or as a verifier in reach."""
    if not actor.may(CONFIRM):
        return False
    if actor.region is None:
        return expert.organisation_id == actor.organisation_id
    return str(expert.organisation.region_id).startswith(actor.region)


def may_take_step(actor: Actor, expert: Expert, permission: str) -> bool:
    """Say whether a step of a profile that asks for the permission is the actor's."""
    if permission == PROFILE:
        return actor.may(PROFILE) and is_person(actor, expert)
    if permission == CONFIRM:
        return may_confirm(actor, expert)
    return actor.may(permission)


def open_expert_steps(actor: Actor, expert: Expert) -> list[str]:
    """Name the steps of a profile that the actor may take now, in the order of the flow."""
    held = {name for name in (PROFILE, CONFIRM) if may_take_step(actor, expert, name)}
    if is_person(actor, expert):
        held -= {CONFIRM}
    return EXPERT_FLOW.open_to(stage=expert.stage, permissions=held)


def advice_visible_to(actor: Actor) -> Q:
    """Show a request to its two sides and to who supervises; for nobody else it exists.

    The sides are the expert, the asking house and the station that asked for it; the
    administrators who supervise are those of the asker's region.
    """
    if actor.may(CLOCK):
        return Q()
    return _own_advice(actor) | supervised_by(actor)


def supervised_by(actor: Actor) -> Q:
    """Show what an administrator supervises: requests of organisations in its region."""
    if not actor.may(SUPERVISE) or actor.region is None:
        return Q(pk__in=[])
    return Q(organisation__region__code__startswith=actor.region)


def received_by(actor: Actor) -> Q:
    """Show what was put to this person."""
    return Q(expert__person_id=actor.person_id) if actor.person_id else Q(pk__in=[])


def asked_by(actor: Actor) -> Q:
    """Show what the actor's organisation asked."""
    if actor.organisation_id is None or not actor.may(ASK):
        return Q(pk__in=[])
    return Q(organisation_id=actor.organisation_id)


def asked_through(actor: Actor) -> Q:
    """Show what the actor's station asked for others."""
    if actor.organisation_id is None or not actor.may(ASK_FOR_OTHERS):
        return Q(pk__in=[])
    return Q(station_id=actor.organisation_id)


def is_expert_of(actor: Actor, advice: Advice) -> bool:
    """Say whether the question was put to this person."""
    return is_person(actor, advice.expert)


def is_asker_of(actor: Actor, advice: Advice) -> bool:
    """Say whether the actor stands on the asking side."""
    house = actor.organisation_id
    if house is None:
        return False
    return (actor.may(ASK) and advice.organisation_id == house) or (
        actor.may(ASK_FOR_OTHERS) and advice.station_id == house
    )


def may_take_advice_step(actor: Actor, advice: Advice, permission: str) -> bool:
    """Say whether a step of a request that asks for the permission is the actor's."""
    if permission == ANSWER:
        return is_expert_of(actor, advice)
    if permission == ASK:
        return is_asker_of(actor, advice)
    return actor.may(permission)


def open_advice_steps(actor: Actor, advice: Advice) -> list[str]:
    """Name the steps of a request that the actor may take now, in the order of the flow."""
    held = {name for name in (ANSWER, ASK) if may_take_advice_step(actor, advice, name)}
    return ADVICE_FLOW.open_to(stage=advice.stage, permissions=held)


def _own_advice(actor: Actor) -> Q:
    return received_by(actor) | asked_by(actor) | asked_through(actor)
