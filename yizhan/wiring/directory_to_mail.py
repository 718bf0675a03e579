"""Who is invited gets a mail, and administrators learn how a verification ended."""

from yizhan.audit.services import listen
from yizhan.directory.facts import (
    ClaimCodeSent,
    MemberInvited,
    OrganisationRejected,
    OrganisationVerified,
)
from yizhan.directory.queries import administrators_of
from yizhan.directory.tasks import mail_claim_code, mail_decision, mail_invitation
from yizhan.kernel.facts import Fact


def connect() -> None:
    """Listen to what people outside the page must hear of."""
    listen(MemberInvited, _invited)
    listen(ClaimCodeSent, _code_sent)
    listen(OrganisationVerified, _decided)
    listen(OrganisationRejected, _decided)


def _invited(fact: Fact) -> None:
    if isinstance(fact, MemberInvited):
        mail_invitation.defer(invitation_id=str(fact.invitation_id))


def _code_sent(fact: Fact) -> None:
    if isinstance(fact, ClaimCodeSent):
        mail_claim_code.defer(claim_id=str(fact.claim_id))


def _decided(fact: Fact) -> None:
    _organisation, emails = administrators_of(organisation_id=fact.subject_id)
    if emails:  # an import or the demonstration verifies many that nobody stands for
        mail_decision.defer(organisation_id=str(fact.subject_id))
