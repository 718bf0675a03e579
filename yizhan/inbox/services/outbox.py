"""The outbox of mail: claimed before it is sent, settled after, by whoever holds it.

A claim is committed before the mail server is spoken to. Two workers never hold one mail,
because a claim skips what another has locked and moves the mail out of reach for a while.
A worker that dies with a claim leaves it to lapse; then the mail goes out (again, if the
death fell between the server's yes and our note of it) under the same Message-ID, by which
the receiving side can tell that it is the same mail.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from yizhan.inbox.models import Mail, Notice
from yizhan.inbox.rules import LEASE, pause_after
from yizhan.inbox.terms import Every, MailState

_NAMESPACE = UUID("7d3c0d1e-4c8b-4a9e-9a51-52f4f1a0b6a2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What goes out: one line of subject, text, and headers of our own."""

    to: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str]


def message_id(mail_id: UUID) -> str:
    """Return the Message-ID that a mail keeps through all attempts."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return f"<{mail_id}@{address.rpartition('@')[2] or 'yizhan'}>"


def post(
    *, key: str, to: str, subject: str, text: str, at: datetime, next_at: datetime | None = None
) -> bool:
    """Queue a mail to an address in the running transaction, once per key; say if it is new.

    For addresses without an account; people with one are told through `tell`.
    """
    id_ = uuid5(_NAMESPACE, key)
    _mail, is_new = Mail.objects.get_or_create(
        key=key,
        defaults={
            "id": id_,
            "to": to,
            "subject": one_line(subject),
            "text": text,
            "message_id": message_id(id_),
            "next_at": next_at or at,
            "created_at": at,
        },
    )
    return is_new


@transaction.atomic
def claim_mails(*, at: datetime, limit: int) -> list[Mail]:
    """Take due mails, and those whose holder has died; nobody else gets them meanwhile."""
    due = Mail.objects.filter(
        state__in=[MailState.PENDING, MailState.SENDING], next_at__lte=at
    ).order_by("next_at", "id")
    held = list(due.select_for_update(skip_locked=True)[:limit])
    for mail in held:
        mail.state, mail.attempts, mail.next_at = (
            MailState.SENDING,
            mail.attempts + 1,
            at + LEASE,
        )
    Mail.objects.bulk_update(held, ["state", "attempts", "next_at"])
    return held


def write_down(*, mail: Mail, letter: Letter) -> bool:
    """Keep what is about to go out; say whether the mail is still ours."""
    return bool(
        _held(mail).update(
            to=letter.to,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            headers=dict(letter.headers),
        )
    )


def settle_sent(*, mail: Mail, at: datetime) -> bool:
    """Note that the mail server has taken the mail."""
    return bool(_held(mail).update(state=MailState.SENT, sent_at=at, error=""))


def settle_dropped(*, mail: Mail) -> bool:
    """Note that there is nothing left to say."""
    return bool(_held(mail).update(state=MailState.DROPPED))


def settle_failed(*, mail: Mail, error: str) -> bool:
    """Note that the address is refused for good; the notice stays in the inbox."""
    return bool(_held(mail).update(state=MailState.FAILED, error=one_line(error)))


def put_back(*, mails: Sequence[Mail], error: str, at: datetime) -> int:
    """Give mails back that could not be sent; each is tried again after its own pause."""
    return sum(
        _held(mail).update(
            state=MailState.PENDING,
            next_at=at + pause_after(mail.attempts),
            error=one_line(error),
        )
        for mail in mails
    )


@transaction.atomic
def queue_digest(*, person_id: UUID, day: str, at: datetime) -> bool:
    """Gather a person's unread notices of the daily kind into one mail a day; say if it is new.

    The key makes it one a day, whoever runs and whatever a clock says; notices already in a
    mail are not gathered again.
    """
    rows = Notice.objects.filter(
        person_id=person_id, every=Every.DAILY, mail=None, read_at=None, created_at__lte=at
    )
    ids = list(rows.select_for_update(skip_locked=True).values_list("id", flat=True))
    key = f"digest:{person_id}:{day}"
    if not ids or Mail.objects.filter(key=key).exists():
        return False
    id_ = uuid5(_NAMESPACE, key)
    values = {"id": id_, "person_id": person_id, "message_id": message_id(id_)}
    mail, is_new = Mail.objects.get_or_create(
        key=key, defaults={**values, "next_at": at, "created_at": at}
    )
    if is_new:
        Notice.objects.filter(id__in=ids).update(mail=mail)
    return is_new


def one_line(text: str) -> str:
    """Make a header of a text: nothing in it can begin another header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _held(mail: Mail) -> QuerySet[Mail]:
    return Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts)
