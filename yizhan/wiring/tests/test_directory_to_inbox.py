"""What the directory decides reaches whom it concerns, and what it asks waits for them."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoCaptureOnCommitCallbacks

from yizhan.directory import services
from yizhan.directory.models import Membership, Organisation
from yizhan.directory.queries import actor_for, actor_of_membership
from yizhan.directory.tests.factories import (
    AT,
    FOUNDER,
    acting,
    make_account,
    make_member,
    make_organisation,
    make_person,
    make_verifier,
)
from yizhan.inbox.models import Mail, Notice
from yizhan.inbox.queries import waiting_for
from yizhan.inbox.words import said
from yizhan.kernel.actors import Actor
from yizhan.wiring.directory_to_mail import AN_HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Begin in Chinese."""
    with translation.override("zh-hans"):
        yield


def test_administrators_hear_how_the_verification_ended() -> None:
    organisation = make_organisation(is_verified=False)
    admin = make_member(organisation, "administrator")
    make_member(organisation, "member")
    services.claim_organisation(actor=FOUNDER, organisation_id=organisation.id, at=AT)
    services.reject_organisation(
        actor=FOUNDER, organisation_id=organisation.id, reason="代码与名称不符", at=AT
    )
    notice = Notice.objects.get()
    assert notice.person_id == admin.person_id
    assert said(notice).title == f"「{organisation.name}」未通过核实，修改资料后可以再次提交"
    assert said(notice).body == "核实人说明：代码与名称不符"
    assert Mail.objects.count() == 1


def test_who_asked_for_a_role_hears_the_answer_and_who_decides_the_question() -> None:
    organisation = make_organisation()
    admin = make_member(organisation, "administrator")
    asker = make_account()
    assert asker.person_id is not None
    membership = _asked(organisation, asker)
    assert _topics(admin.person_id) == {"directory.role_asked"}
    (group,) = waiting_for(actor=actor_of_membership(admin))
    assert (group.code, len(group.items)) == ("directory.requests", 1)
    services.approve_member(
        actor=actor_of_membership(admin), membership_id=membership.id, at=AT
    )
    assert _topics(asker.person_id) == {"directory.role_given"}
    assert "成员" in said(Notice.objects.get(person_id=asker.person_id)).title
    assert not waiting_for(actor=actor_of_membership(admin))


def test_an_invitation_waits_for_whoever_has_confirmed_the_address() -> None:
    organisation = make_organisation()
    admin = acting(organisation, "administrator")
    person = make_person("gong@example.org")
    EmailAddress.objects.create(user=person, email="gong@example.org", verified=True)
    services.invite_member(
        actor=admin,
        organisation_id=organisation.id,
        email="Gong@example.org",
        role="member",
        at=AT,
    )
    assert _topics(person.pk) == {"directory.invited"}
    assert not Mail.objects.exists()
    (group,) = waiting_for(actor=actor_for(person=person))
    assert group.code == "directory.invitations"


def test_a_claimed_identity_waits_for_the_verifier_of_the_region() -> None:
    organisation = make_organisation(is_verified=False)
    services.claim_organisation(actor=FOUNDER, organisation_id=organisation.id, at=AT)
    (group,) = waiting_for(actor=make_verifier("330000"))
    assert [item.title for item in group.items] == [organisation.name]
    assert not waiting_for(actor=make_verifier("210000"))


def test_a_flood_of_invitations_is_mailed_over_hours(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    organisation = make_organisation()
    admin = acting(organisation, "administrator")
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(AN_HOUR + 1):
            services.invite_member(
                actor=admin,
                organisation_id=organisation.id,
                email=f"person{number}@example.net",
                role="member",
                at=AT + timedelta(seconds=number),
            )
    jobs = ProcrastinateJob.objects.filter(task_name="directory.mail_invitation")
    times = sorted(job.scheduled_at for job in jobs if job.scheduled_at)
    assert len(times) == AN_HOUR + 1
    assert times[-1] - times[0] > timedelta(minutes=59)


def _asked(organisation: Organisation, asker: Actor) -> Membership:
    return services.ask_for_role(
        actor=asker,
        organisation_id=organisation.id,
        role="member",
        evidence="在技术部工作",
        at=AT,
    )


def _topics(person_id: UUID) -> set[str]:
    return set(Notice.objects.filter(person_id=person_id).values_list("topic", flat=True))
