"""Mail to addresses that need not belong to an account: invitations and codes.

An organisation's invitations beyond a number an hour go out in the hours after.
"""

from datetime import timedelta

from yizhan.audit.services import listen
from yizhan.directory.facts import ClaimCodeSent, MemberInvited
from yizhan.directory.models import Invitation
from yizhan.directory.tasks import mail_claim_code, mail_invitation
from yizhan.kernel.facts import Fact

AN_HOUR = 30
_HOUR = timedelta(hours=1)


def connect() -> None:
    """Listen to what people outside the page must hear of."""
    listen(MemberInvited, _invited)
    listen(ClaimCodeSent, _code_sent)


def _invited(fact: Fact) -> None:
    if isinstance(fact, MemberInvited):
        task = mail_invitation.configure(schedule_in={"hours": _hours_to_wait(fact)})
        task.defer(invitation_id=str(fact.invitation_id))


def _hours_to_wait(fact: MemberInvited) -> int:
    """Spread a flood of invitations over hours; each still stands on the page at once."""
    made = Invitation.objects.filter(organisation_id=fact.subject_id)
    at = made.get(pk=fact.invitation_id).created_at
    before = made.filter(created_at__gt=at - _HOUR, created_at__lte=at)
    return max(0, before.count() - 1) // AN_HOUR


def _code_sent(fact: Fact) -> None:
    if isinstance(fact, ClaimCodeSent):
        mail_claim_code.defer(claim_id=str(fact.claim_id))
