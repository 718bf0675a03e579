"""Who sees every figure of a place; everybody else sees the open edition."""

from yizhan.kernel.actors import Actor
from yizhan.statistics.terms import NATION, PUBLISH


def sees_everything_in(actor: Actor, place: str) -> bool:
    """Say whether the actor's region holds the place; only officers have one here.

    An officer of a province sees its cities, not the nation, which would tell the others'.
    """
    if actor.region is None or not actor.may(PUBLISH):
        return False
    return actor.region == "" or (place != NATION and place.startswith(actor.region))


def may_publish(actor: Actor) -> bool:
    """Say whether the actor gives out official tables: officers of the nation."""
    return actor.may(PUBLISH) and actor.region == ""
