"""Who leaves a house no longer operates its station: ended in the same transaction."""

from datetime import datetime

from yizhan.audit.services import react
from yizhan.directory.facts import MemberRemoved
from yizhan.directory.models import Membership
from yizhan.kernel.actors import machine
from yizhan.kernel.facts import Fact
from yizhan.stations.services import end_operators_of


def connect() -> None:
    """Listen to memberships that end."""
    react(MemberRemoved, left)


def left(fact: Fact, at: datetime) -> None:
    """End the operator when the person holds no other role in the house."""
    if not isinstance(fact, MemberRemoved):
        return
    ended = Membership.objects.get(pk=fact.membership_id)
    place = {"person_id": ended.person_id, "organisation_id": ended.organisation_id}
    if not Membership.objects.filter(is_active=True, **place).exists():
        end_operators_of(actor=machine("memberships"), at=at, reason="离开机构", **place)
