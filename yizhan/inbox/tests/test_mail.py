"""Mail: nothing lost while the server is down, nothing doubled, nothing that is not wanted."""

import threading
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection

from yizhan.directory.models import Person
from yizhan.directory.queries import actor_for
from yizhan.directory.tests.factories import make_person
from yizhan.inbox import queries, services
from yizhan.inbox.letters import read_token
from yizhan.inbox.models import Mail, Notice
from yizhan.inbox.rules import LEASE, digest_day, pause_after
from yizhan.inbox.sending import send_due
from yizhan.inbox.terms import DIGEST, Every, Line, MailState
from yizhan.inbox.tests import backends
from yizhan.inbox.tests.backends import Server
from yizhan.inbox.tests.factories import AT, make_people, make_topic, tell
from yizhan.kernel.periods import WorkCalendar

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    """Send to a server of our own."""
    monkeypatch.setattr(settings, "EMAIL_BACKEND", f"{backends.__name__}.Backend")
    fresh = Server()
    monkeypatch.setattr(backends, "server", fresh)
    return fresh


def test_a_notice_goes_out_once(server: Server) -> None:
    anna = make_person("anna@example.org")
    tell(make_topic(), anna)
    assert _send() == 1
    assert _send(AT + HOUR) == 0
    (message,) = server.taken
    assert message.to == ["anna@example.org"]
    assert message.subject == "[驿站] 兰礁泵业 有了结果"
    assert "说明：资料齐全" in message.body
    assert "http://localhost:8000/organisations/" in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Mail.objects.get().state == MailState.SENT


def test_nothing_is_lost_or_doubled_while_the_server_is_down(server: Server) -> None:
    people = make_people(3)
    tell(make_topic(), *people)
    server.is_down = True
    at = AT
    for _try in range(5):
        assert _send(at) == 0
        at = Mail.objects.latest("next_at").next_at
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.PENDING}
    assert "Connection refused" in Mail.objects.all()[0].error
    server.is_down = False
    assert _send(at) == 3
    assert _send(at + 10 * HOUR) == 0
    assert sorted(_addresses(server)) == sorted(person.email for person in people)


def test_the_doctor_counts_what_does_not_leave_the_house(server: Server) -> None:
    tell(make_topic(), *make_people(2))
    server.is_down = True
    _send()
    assert queries.overdue_mails(at=AT) == (0, "")
    count, error = queries.overdue_mails(at=AT + HOUR)
    assert (count, "Connection refused" in error) == (2, True)


def test_a_server_that_hangs_up_gets_the_rest_later(server: Server) -> None:
    tell(make_topic(), *make_people(5))
    server.breaks_at = 3
    assert _send() == 2
    server.breaks_at = 0
    assert _send(AT + HOUR) == 3
    assert len(_addresses(server)) == len(set(_addresses(server))) == 5


def test_a_sender_that_died_is_replaced_and_the_mail_keeps_its_name(server: Server) -> None:
    tell(make_topic(), make_person())
    (held,) = services.claim_mails(at=AT, limit=9)  # and then the process is killed
    assert _send(AT + LEASE - timedelta(seconds=1)) == 0
    assert _send(AT + LEASE) == 1
    assert server.taken[0].extra_headers["Message-ID"] == held.message_id


def test_who_comes_back_from_a_long_sleep_has_lost_the_mail(server: Server) -> None:
    tell(make_topic(), make_person())
    (held,) = services.claim_mails(at=AT, limit=9)
    assert _send(AT + LEASE) == 1
    assert not services.settle_sent(mail=held, at=AT)
    assert not services.put_back(mails=[held], error="late", at=AT)
    assert Mail.objects.get().state == MailState.SENT


def test_an_address_that_is_refused_for_good_is_left_alone(server: Server) -> None:
    anna, boris = make_person("anna@example.org"), make_person("boris@example.org")
    tell(make_topic(), anna, boris)
    server.refused = {anna.email}
    assert _send() == 1
    assert _send(AT + 10 * HOUR) == 0
    assert Mail.objects.get(person=anna).state == MailState.FAILED
    assert Notice.objects.filter(person=anna).count() == 1


@pytest.mark.parametrize("bad", ["\n", "\r\n", "\r", "\u2028", "\x00", "\x0b"])
def test_no_value_begins_a_header(server: Server, bad: str) -> None:
    name = f"泵业{bad}Bcc: victim@example.org{bad}{bad}正文"
    tell(make_topic(), make_person(), values={"name": name.replace("\x00", " ")})
    services.post(key="x", to="a@example.org", subject=f"请{bad}Bcc: v@e.org", text="t", at=AT)
    assert _send() == 2
    for message in server.taken:
        assert "Bcc" not in message.message()
        assert message.recipients() == message.to


def test_what_was_read_or_stopped_meanwhile_is_not_mailed(server: Server) -> None:
    topic, (anna, boris, chen) = make_topic(), make_people(3)
    tell(topic, anna, boris, chen)
    services.mark_all_read(actor=actor_for(person=anna), at=AT)
    services.unsubscribe(person_id=boris.pk, topic=topic.code, subject_id=None, at=AT)
    chen.is_active = False
    chen.save(update_fields=["is_active"])
    assert _send() == 0
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.DROPPED}


def test_the_lines_are_those_of_the_moment_of_sending(server: Server) -> None:
    left = [Line(title="一号成果\nBcc: x", url="/offers/1/")]
    topic = make_topic(lines=lambda _about: left or None)
    tell(topic, make_person())
    tell(topic, make_person())
    server.after = left.clear
    assert _send() == 1
    assert "· 一号成果 Bcc: x\n  http://localhost:8000/offers/1/" in server.taken[0].body


def test_a_mail_that_cannot_be_written_holds_up_no_other() -> None:
    left: list[list[Line]] = []
    tell(make_topic(lines=lambda _about: left.pop()), make_person())
    tell(make_topic(), make_person())
    assert _send() == 1
    held = Mail.objects.get(state=MailState.PENDING)
    assert "IndexError" in held.error


def test_a_mail_speaks_its_readers_language(server: Server) -> None:
    tell(make_topic(), make_person(language="en"))
    _send()
    assert "http://localhost:8000/en/organisations/" in server.taken[0].body


def test_the_daily_mail_gathers_what_is_unread_once(server: Server) -> None:
    topic, (anna, boris) = make_topic(mail=Every.DAILY), make_people(2)
    for number in range(3):
        tell(topic, anna, values={"name": f"第{number}件"})
    tell(topic, boris)
    services.mark_all_read(actor=actor_for(person=boris), at=AT)
    assert _digests("2026-11-25") == 1
    assert _digests("2026-11-25") == 0
    assert _digests("2026-11-26") == 0  # a clock that jumped finds nothing left
    tell(topic, anna, at=AT)
    assert _digests("2026-11-25") == 0  # nor does it make two of one day
    assert _send() == 1
    assert server.taken[0].subject == "[驿站] 今天有 3 条通知"
    assert all(f"第{number}件" in server.taken[0].body for number in range(3))


def test_a_daily_mail_lists_twenty_of_a_topic_and_counts_the_rest(server: Server) -> None:
    topic, anna = make_topic(mail=Every.DAILY), make_person()
    for number in range(23):
        tell(topic, anna, values={"name": f"第{number}件"})
    _digests("2026-11-25")
    _send()
    body = str(server.taken[0].body)
    assert body.count("有了结果") == 20
    assert "另有 3 条，见收件箱。" in body


def test_a_daily_mail_is_never_empty(server: Server) -> None:
    topic, anna = make_topic(mail=Every.DAILY), make_person()
    tell(topic, anna)
    assert _digests("2026-11-25") == 1
    services.mark_all_read(actor=actor_for(person=anna), at=AT)
    assert _send() == 0


def test_the_link_of_a_daily_mail_of_one_topic_stops_that_topic(server: Server) -> None:
    one, other, anna = make_topic(mail=Every.DAILY), make_topic(mail=Every.DAILY), make_person()
    tell(one, anna)
    _digests("2026-11-25")
    _send()
    tell(one, anna)
    tell(other, anna)
    _digests("2026-11-26")
    _send()
    _press(server.taken[0])
    assert queries.preferences_of(actor=actor_for(person=anna))[one.code] == Every.NEVER
    assert queries.preferences_of(actor=actor_for(person=anna))[DIGEST] == Every.DAILY
    _press(server.taken[1])
    assert queries.preferences_of(actor=actor_for(person=anna))[other.code] == Every.DAILY
    assert queries.preferences_of(actor=actor_for(person=anna))[DIGEST] == Every.NEVER


def test_a_link_stops_one_subject_where_the_topic_can(server: Server) -> None:
    stopped: list[object] = []
    anna = make_person()
    topic = make_topic(stop=lambda person, subject, _at: stopped.append((person, subject)))
    tell(topic, anna, subject_id=anna.pk)
    _send()
    _press(server.taken[0])
    assert stopped == [(anna.pk, anna.pk)]
    assert queries.preferences_of(actor=actor_for(person=anna))[topic.code] == Every.AT_ONCE


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-25T00:29:00+00:00", None),
        ("2026-11-25T00:30:00+00:00", "2026-11-25"),
        ("2026-11-25T11:59:00+00:00", "2026-11-25"),
        ("2026-11-25T12:00:00+00:00", None),
        ("2026-11-28T02:00:00+00:00", None),  # Saturday
    ],
)
def test_the_daily_mail_goes_on_working_days(moment: str, day: str | None) -> None:
    found = digest_day(datetime.fromisoformat(moment), calendar=WorkCalendar())
    assert (found.isoformat() if found else None) == day


def test_pauses_grow_to_an_hour() -> None:
    minutes = [pause_after(n).total_seconds() / 60 for n in (0, 1, 2, 3, 7, 99)]
    assert minutes == [1, 1, 2, 4, 60, 60]


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_mails(server: Server) -> None:
    tell(make_topic(), *make_people(60))
    gate = threading.Barrier(2)
    threads = [threading.Thread(target=_work, args=(gate,)) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(_addresses(server)) == len(set(_addresses(server))) == 60


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_daily_mail() -> None:
    topic, anna = make_topic(mail=Every.DAILY), make_person()
    for _one in range(5):
        tell(topic, anna)
    made: list[bool] = []
    gate = threading.Barrier(4)
    threads = [threading.Thread(target=_gather, args=(gate, anna, made)) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(made) == 1
    assert Mail.objects.get().notices.count() == 5


def _work(gate: threading.Barrier) -> None:
    gate.wait()
    _send()
    connection.close()


def _gather(gate: threading.Barrier, person: Person, made: list[bool]) -> None:
    gate.wait()
    made.append(services.queue_digest(person_id=person.pk, day="2026-11-25", at=AT))
    connection.close()


def _send(at: datetime = AT) -> int:
    return send_due(now=lambda: at)


def _digests(day: str) -> int:
    people = queries.digest_people(at=AT)
    return sum(services.queue_digest(person_id=one, day=day, at=AT) for one in people)


def _press(message: EmailMessage) -> None:

    url = message.extra_headers["List-Unsubscribe"].strip("<>")
    named = read_token(url.rstrip("/").rpartition("/")[2])
    assert named is not None
    person, topic, subject = named
    services.unsubscribe(person_id=person, topic=topic, subject_id=subject, at=AT)


def _addresses(server: Server) -> list[str]:
    return [message.to[0] for message in server.taken]
