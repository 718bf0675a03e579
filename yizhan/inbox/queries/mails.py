"""What a mail on its way is made of, as it holds at the moment of sending."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yizhan.inbox.models import Mail, Notice, Preference
from yizhan.inbox.terms import DIGEST, Every, MailState


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """To whom, in which language, and the notices still worth a mail."""

    to: str
    language: str
    notices: list[Notice]


def letter_of(*, mail: Mail) -> Contents | None:
    """Gather what a person's mail has to say now; None when there is nothing left.

    What was read meanwhile needs no mail, nor does a topic or a person that wants none.
    """
    person = mail.person
    if person is None or not person.is_active:
        return None
    is_digest = mail.key.startswith("digest:")
    wishes = dict(Preference.objects.filter(person_id=person.pk).values_list("topic", "every"))
    if is_digest and wishes.get(DIGEST) == Every.NEVER:
        return None
    rows = mail.notices.filter(read_at=None)
    wanted = [row for row in rows if wishes.get(row.topic) != Every.NEVER]
    if not wanted:
        return None
    return Contents(to=person.email, language=person.language, notices=wanted)


def overdue_mails(*, at: datetime) -> tuple[int, str]:
    """Count the mails that should have gone before the moment, and say why the last did not."""
    late = Mail.objects.filter(
        state__in=[MailState.PENDING, MailState.SENDING], created_at__lt=at
    )
    last = late.exclude(error="").order_by("-next_at").values_list("error", flat=True).first()
    return late.count(), last or ""


def digest_people(*, at: datetime) -> list[UUID]:
    """List those for whom unread notices of the daily kind lie ready."""
    rows = Notice.objects.filter(every=Every.DAILY, mail=None, read_at=None, created_at__lte=at)
    return list(rows.order_by("person_id").values_list("person_id", flat=True).distinct())
