"""Mail that the directory sends, as jobs: a slow mail server holds up nobody's page."""

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yizhan.directory import queries
from yizhan.directory.services import (
    code_for,
    discard_papers,
    expire_claim,
    note_all_duplicates,
)
from yizhan.kernel.actors import machine

_RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(name="directory.mail_invitation", retry=_RETRY)
def mail_invitation(invitation_id: str) -> None:
    """Tell an address that it is invited; an invitation answered meanwhile is not mailed."""
    invitation = queries.open_invitation(invitation_id=UUID(invitation_id))
    if invitation is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        _send(
            [invitation.email],
            _("邀请您加入「%(name)s」") % {"name": invitation.organisation},
            "directory/mail/invitation.txt",
            {
                "organisation": invitation.organisation,
                "role": invitation.get_role_display(),
                "url": _address(reverse("directory:role-list")),
            },
        )


@app.task(name="directory.mail_claim_code", retry=_RETRY)
def mail_claim_code(claim_id: str) -> None:
    """Send the code that proves an address; a claim that has ended meanwhile sends none."""
    claim = queries.claim_with_code(claim_id=UUID(claim_id))
    if claim is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        _send(
            [claim.email],
            _("认领「%(name)s」的验证码") % {"name": claim.organisation},
            "directory/mail/claim_code.txt",
            {"organisation": claim.organisation, "code": code_for(claim)},
        )


@app.periodic(cron="20 2 * * *")
@app.task(name="directory.look_after")
def look_after(timestamp: int) -> None:
    """Every night: end claims in time, throw their old papers away, look for duplicates."""
    at = datetime.fromtimestamp(timestamp, UTC)
    platform = machine("directory", "site.administer")
    for claim_id in queries.due_claims(at=at):
        expire_claim(actor=platform, claim_id=claim_id, at=at)
    discard_papers(at=at)
    note_all_duplicates(at=at)


def _address(path: str) -> str:
    return f"{settings.YIZHAN_BASE_URL}{path}"


def _send(emails: list[str], subject: str, template: str, context: dict[str, object]) -> None:
    body = render_to_string(template, context)
    for email in emails:
        send_mail(
            f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}",
            body,
            settings.DEFAULT_FROM_EMAIL,
            [email],
        )
