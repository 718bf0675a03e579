"""What was said long ago goes; what is under way or unread stays its time."""

from datetime import timedelta

import pytest

from yizhan.inbox import services
from yizhan.inbox.models import Mail, Notice
from yizhan.inbox.terms import Every, MailState
from yizhan.inbox.tests.factories import AT, make_people, make_topic, tell

pytestmark = pytest.mark.django_db
DAYS = 100


def told(key: str, *, state: MailState = MailState.SENT, is_read: bool = True) -> None:
    """Leave one notice with its mail, said at AT."""
    (person,) = make_people(1)
    tell(make_topic(), person, key=key)
    sent = AT if state == MailState.SENT else None
    Mail.objects.filter(notices__key=key).update(state=state, sent_at=sent)
    Notice.objects.filter(key=key).update(read_at=AT if is_read else None)


def left() -> set[str]:
    """Name the notices that are still there."""
    return set(Notice.objects.values_list("key", flat=True))


def test_read_notices_go_with_their_mails_and_unread_ones_later() -> None:
    told("read")
    told("unread", is_read=False)
    told("under way", state=MailState.PENDING)
    services.clear_old(at=AT + timedelta(days=DAYS), days=DAYS)
    assert left() == {"read", "unread", "under way"}
    assert services.clear_old(at=AT + timedelta(days=DAYS + 1), days=DAYS) == 2
    assert left() == {"unread", "under way"}
    services.clear_old(at=AT + timedelta(days=2 * DAYS + 1), days=DAYS)
    assert left() == {"under way"}
    assert Mail.objects.get().state == MailState.PENDING


def test_a_mail_without_notices_goes_and_a_batch_is_a_batch() -> None:
    for number in range(3):
        services.post(key=f"{number}", to="li@example.org", subject="s", text="t", at=AT)
    Mail.objects.update(state=MailState.DROPPED)
    later = AT + timedelta(days=DAYS + 1)
    assert services.clear_old(at=later, days=DAYS, limit=2) == 2
    assert services.clear_old(at=later, days=DAYS, limit=2) == 1
    assert services.clear_old(at=later, days=DAYS, limit=2) == 0


def test_a_notice_without_mail_goes_too() -> None:
    (person,) = make_people(1)
    tell(make_topic(mail=Every.NEVER), person, key="quiet")
    Notice.objects.update(read_at=AT)
    assert services.clear_old(at=AT + timedelta(days=DAYS + 1), days=DAYS) == 1
