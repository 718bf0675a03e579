"""Who sees every figure of a place; everybody else sees the open edition."""

from yizhan.kernel.actors import Actor
from yizhan.statistics.terms import INSIDERS, NATION


def sees_everything_in(actor: Actor, place: str) -> bool:
    """Say whether the actor's region holds the place: officers and clerks of offices.

    A clerk of a province sees its cities, not the nation, which would tell the others'.
    """
    if actor.region is None or not any(actor.may(name) for name in INSIDERS):
        return False
    return actor.region == "" or (place != NATION and place.startswith(actor.region))
