"""Mail: jobs that say what happened, and the wiring that sends them."""

from uuid import uuid4

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoCaptureOnCommitCallbacks

from yizhan.directory import services
from yizhan.directory.models import Invitation
from yizhan.directory.tasks import mail_invitation
from yizhan.directory.tests.factories import AT, acting, make_organisation

pytestmark = pytest.mark.django_db


def test_who_is_invited_gets_a_mail_with_the_way(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    organisation = make_organisation(name="舟山泵业有限公司")
    with django_capture_on_commit_callbacks(execute=True):
        invitation = services.invite_member(
            actor=acting(organisation, "administrator"),
            organisation_id=organisation.id,
            email="gong@example.org",
            role="member",
            at=AT,
        )
    job = ProcrastinateJob.objects.get(task_name="directory.mail_invitation")
    assert job.args == {"invitation_id": str(invitation.id)}
    mail_invitation(**job.args)
    assert mail.outbox[0].to == ["gong@example.org"]
    assert "邀请您加入「舟山泵业有限公司」" in mail.outbox[0].subject
    assert "/roles/" in str(mail.outbox[0].body)


def test_an_invitation_answered_meanwhile_is_not_mailed() -> None:
    Invitation.objects.create(
        organisation=make_organisation(),
        email="gong@example.org",
        role="member",
        created_at=AT,
        answered_at=AT,
    )
    mail_invitation(invitation_id=str(Invitation.objects.get().id))
    mail_invitation(invitation_id=str(uuid4()))
    assert not mail.outbox
