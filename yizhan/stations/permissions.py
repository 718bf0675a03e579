"""Which stations exist for an actor, and what it may do with one."""

from django.db.models import Q

from yizhan.directory.queries import own_ids
from yizhan.kernel.actors import Actor
from yizhan.stations.models import Station
from yizhan.stations.stages import APPLY, APPRAISE, FLOW, SHOWN
from yizhan.stations.terms import Level


def visible_to(actor: Actor) -> Q:
    """Show the members; the own station; and to offices in reach all that ever applied."""
    seen = Q(stage__in=SHOWN)
    if actor.organisation_id is not None:
        seen |= Q(organisation_id=actor.organisation_id)
    if actor.may(APPRAISE) and actor.region is not None:
        seen |= Q(region__code__startswith=actor.region)
    return seen


def is_own(actor: Actor, station: Station) -> bool:
    """Say whether the actor runs the station."""
    return actor.may(APPLY) and actor.organisation_id == station.organisation_id


def reaches(actor: Actor, station: Station) -> bool:
    """Say whether the office decides on such a station.

    A province decides on local stations, the nation on all; the provinces' plans for regional
    stations are examined nationally (中国创新驿站管理办法).
    """
    if not actor.may(APPRAISE) or actor.region is None:
        return False
    if station.level != Level.LOCAL:
        return actor.region == ""
    return len(actor.region) <= 2 and str(station.region_id).startswith(actor.region)


def may_judge(actor: Actor, station: Station) -> bool:
    """Say whether the actor decides on this station: in reach, and never on its own house."""
    return reaches(actor, station) and station.organisation_id not in own_ids(actor)


def may_govern(actor: Actor) -> bool:
    """Say whether the actor publishes the documents of the network."""
    return actor.may(APPRAISE) and actor.region == ""


def open_steps(actor: Actor, station: Station) -> list[str]:
    """Name the steps that the actor may take now, in the order of the flow."""
    held = set()
    if is_own(actor, station):
        held.add(APPLY)
    if may_judge(actor, station):
        held.add(APPRAISE)
    return FLOW.open_to(stage=station.stage, permissions=held)
