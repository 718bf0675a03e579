"""People hear how it went with their organisation and their roles; what is asked waits.

Invitations go to addresses (`directory_to_mail`); whoever has confirmed the address hears of
them here as well.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.audit.services import react
from yizhan.directory import facts
from yizhan.directory.models import Invitation, Membership, Organisation
from yizhan.directory.queries import deciders_of
from yizhan.directory.terms import Role
from yizhan.inbox.services import register_topic, tell
from yizhan.inbox.terms import Every, Topic
from yizhan.kernel.facts import Fact

_WORDS = {"role": dict(Role.choices)}
_VERIFIED = _("核实人说明：%(said)s")
TOPICS = (
    Topic(
        code="directory.verified",
        label=_("机构核实结果"),
        title=_("「%(organisation)s」已通过核实"),
        body=_VERIFIED,
    ),
    Topic(
        code="directory.not_verified",
        label=_("机构核实未通过"),
        title=_("「%(organisation)s」未通过核实，修改资料后可以再次提交"),
        body=_VERIFIED,
    ),
    Topic(
        code="directory.verification_revoked",
        label=_("机构核实撤销"),
        title=_("「%(organisation)s」的核实已撤销"),
        body=_VERIFIED,
    ),
    Topic(
        code="directory.role_asked",
        label=_("加入申请"),
        title=_("有人申请在「%(organisation)s」担任%(role)s"),
        words=_WORDS,
    ),
    Topic(
        code="directory.role_given",
        label=_("加入申请的结果"),
        title=_("您已在「%(organisation)s」担任%(role)s"),
        words=_WORDS,
    ),
    Topic(
        code="directory.role_declined",
        label=_("加入申请未通过"),
        title=_("您在「%(organisation)s」担任%(role)s的申请未获同意"),
        body=_("可以补充说明后再次申请。"),
        words=_WORDS,
    ),
    Topic(
        code="directory.role_ended",
        label=_("身份变动"),
        title=_("您不再在「%(organisation)s」担任%(role)s"),
        mail=Every.DAILY,
        words=_WORDS,
    ),
    Topic(
        code="directory.invited",
        label=_("邀请"),
        title=_("「%(organisation)s」邀请您担任%(role)s"),
        mail=Every.NEVER,  # the invitation itself is a mail
        words=_WORDS,
    ),
    Topic(
        code="directory.claim_decided",
        label=_("认领结果"),
        title=_("您对「%(organisation)s」的认领：%(answer)s"),
        body="%(reason)s",
        words={
            "answer": {
                "granted": _("已同意"),
                "refused": _("未同意"),
                "lost": _("已由他人认领"),
                "expired": _("逾期未证明"),
            }
        },
    ),
)
_VERIFICATIONS: Mapping[type[Fact], str] = {
    facts.OrganisationVerified: "directory.verified",
    facts.OrganisationRejected: "directory.not_verified",
    facts.VerificationRevoked: "directory.verification_revoked",
}
_OF_MEMBERS: Mapping[type[Fact], str] = {
    facts.MembershipDeclined: "directory.role_declined",
    facts.MemberRemoved: "directory.role_ended",
}


def connect() -> None:
    """Register the topics and react to what concerns somebody."""
    for topic in TOPICS:
        register_topic(topic)
    for kind in _VERIFICATIONS:
        react(kind, _verified)
    for kind in _OF_MEMBERS:
        react(kind, _of_member)
    react(facts.MembershipAsked, _asked)
    react(facts.MemberAdded, _added)
    react(facts.MemberInvited, _invited)
    react(facts.ClaimDecided, _claim_decided)


def _verified(fact: Fact, at: datetime) -> None:
    said = getattr(fact, "how", "") or getattr(fact, "reason", "")
    people = deciders_of(organisation_id=fact.subject_id)
    _tell(people, _VERIFICATIONS[type(fact)], fact, at, said=said)


def _of_member(fact: Fact, at: datetime) -> None:
    if isinstance(fact, facts.MembershipDeclined | facts.MemberRemoved):
        membership = Membership.objects.get(pk=fact.membership_id)
        topic = _OF_MEMBERS[type(fact)]
        _tell([membership.person_id], topic, fact, at, role=fact.role)


def _asked(fact: Fact, at: datetime) -> None:
    if isinstance(fact, facts.MembershipAsked):
        people = deciders_of(organisation_id=fact.subject_id)
        url = reverse("directory:organisation-members", args=[fact.subject_id])
        _tell(people, "directory.role_asked", fact, at, url=url, role=fact.role)


def _added(fact: Fact, at: datetime) -> None:
    """Answer who had asked; who entered the organisation or took an invitation knows."""
    if isinstance(fact, facts.MemberAdded):
        membership = Membership.objects.get(pk=fact.membership_id)
        if membership.evidence:
            _tell([membership.person_id], "directory.role_given", fact, at, role=fact.role)


def _invited(fact: Fact, at: datetime) -> None:
    if isinstance(fact, facts.MemberInvited):
        invitation = Invitation.objects.get(pk=fact.invitation_id)
        held = EmailAddress.objects.filter(email__iexact=invitation.email, verified=True)
        people = list(held.values_list("user_id", flat=True))
        url = reverse("directory:role-list")
        _tell(people, "directory.invited", fact, at, url=url, role=fact.role)


def _claim_decided(fact: Fact, at: datetime) -> None:
    if isinstance(fact, facts.ClaimDecided) and fact.answer != "withdrawn":
        _tell(
            [fact.person_id],
            "directory.claim_decided",
            fact,
            at,
            answer=fact.answer,
            reason=fact.reason,
        )


def _tell(
    people: Iterable[UUID],
    topic: str,
    fact: Fact,
    at: datetime,
    *,
    url: str = "",
    **values: str,
) -> None:
    """Tell people of one fact; its kind, subject and moment make it one."""
    told = list(people)
    if not told:
        return
    organisation = Organisation.objects.get(pk=fact.subject_id)
    which = getattr(fact, "membership_id", "") or getattr(fact, "claim_id", "")
    tell(
        people=told,
        topic=topic,
        key=f"{fact.code}:{fact.subject_id}:{which}:{at.isoformat()}",
        url=url or organisation.get_absolute_url(),
        values={"organisation": organisation.name, **values},
        subject_id=fact.subject_id,
        at=at,
    )
