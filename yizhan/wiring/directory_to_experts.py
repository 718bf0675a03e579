"""Who leaves a house is no longer one of its experts: hidden in the same transaction."""

from datetime import datetime

from yizhan.audit.services import react
from yizhan.directory.facts import MemberRemoved
from yizhan.directory.models import Membership
from yizhan.experts.services import leave_home
from yizhan.kernel.facts import Fact


def connect() -> None:
    """Listen to memberships that end."""
    react(MemberRemoved, left)


def left(fact: Fact, at: datetime) -> None:
    """Hide the profile when the person holds no other role in the house."""
    if not isinstance(fact, MemberRemoved):
        return
    ended = Membership.objects.get(pk=fact.membership_id)
    held = Membership.objects.filter(
        person_id=ended.person_id, organisation_id=ended.organisation_id, is_active=True
    )
    if not held.exists():
        leave_home(person_id=ended.person_id, organisation_id=ended.organisation_id, at=at)
