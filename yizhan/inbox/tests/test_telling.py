"""Telling people: once each, in the transaction of the act, with the mail they wish."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from yizhan.directory.queries import actor_for
from yizhan.directory.tests.factories import make_person
from yizhan.inbox import services
from yizhan.inbox.models import Mail, Notice
from yizhan.inbox.rules import MOST_AN_HOUR
from yizhan.inbox.terms import DIGEST, Every
from yizhan.inbox.tests.factories import AT, make_people, make_topic, tell

pytestmark = pytest.mark.django_db


def test_each_person_is_told_one_thing_once() -> None:
    topic, (anna, boris) = make_topic(), make_people(2)
    assert tell(topic, anna, anna, key="one") == 1
    assert tell(topic, anna, boris, key="one") == 1
    assert tell(topic, anna, key="two") == 1
    assert Notice.objects.filter(person=anna).count() == 2
    assert Mail.objects.filter(person=anna).count() == 2
    assert set(Mail.objects.values_list("notices__key", flat=True)) == {"one", "two"}


def test_what_is_told_goes_back_with_the_act() -> None:
    topic, anna = make_topic(), make_person()
    with transaction.atomic():
        tell(topic, anna)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Mail.objects.exists()


def test_a_crowd_costs_no_more_statements_than_one() -> None:
    topic = make_topic()
    with CaptureQueriesContext(connection) as one:
        tell(topic, *make_people(0), make_person())
    crowd = make_people(300)
    with CaptureQueriesContext(connection) as many:
        assert tell(topic, *crowd) == 300
    assert len(many) < len(one)  # `one` also counts the making of its person


def test_the_mail_follows_the_wish() -> None:
    topic, (anna, boris, chen) = make_topic(), make_people(3)
    _wish(boris, topic.code, Every.DAILY)
    _wish(chen, topic.code, Every.NEVER)
    tell(topic, anna, boris, chen)
    assert _ways() == {anna.pk: "at_once", boris.pk: "daily", chen.pk: "never"}
    assert [mail.person_id for mail in Mail.objects.all()] == [anna.pk]


def test_another_frequency_holds_except_against_no_mail() -> None:
    topic, (anna, boris) = make_topic(mail=Every.DAILY), make_people(2)
    _wish(boris, topic.code, Every.NEVER)
    tell(topic, anna, boris, every=Every.AT_ONCE)
    assert _ways() == {anna.pk: "at_once", boris.pk: "never"}


def test_who_wants_no_daily_mail_gets_none() -> None:
    topic, anna = make_topic(mail=Every.DAILY), make_person()
    _wish(anna, DIGEST, Every.NEVER)
    tell(topic, anna)
    assert _ways() == {anna.pk: "never"}


def test_a_flood_is_folded_into_the_daily_mail() -> None:
    topic, anna = make_topic(), make_person()
    for minute in range(MOST_AN_HOUR + 3):
        tell(topic, anna, at=AT + timedelta(minutes=minute))
    ways = list(Notice.objects.order_by("created_at").values_list("every", flat=True))
    assert ways == ["at_once"] * MOST_AN_HOUR + ["daily"] * 3
    assert Mail.objects.count() == MOST_AN_HOUR
    tell(topic, anna, at=AT + timedelta(minutes=61))
    assert Mail.objects.count() == MOST_AN_HOUR + 1


def test_a_closed_account_is_told_nothing() -> None:
    assert tell(make_topic(), make_person(is_active=False)) == 0


def test_an_unknown_topic_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(LookupError):
        services.tell(people=[], topic="no.such", key="k", url="/", values={}, at=AT)


def test_a_quote_in_a_value_stays_a_quote() -> None:
    topic, anna = make_topic(), make_person()
    tell(topic, anna, values={"name": "a'b\"c\\ \n%s %(name)s", "said": "\U0001f40d"})
    notice = Notice.objects.get()
    assert notice.values == {"name": "a'b\"c\\ \n%s %(name)s", "said": "\U0001f40d"}


def test_reading_is_for_the_reader_only() -> None:
    topic, (anna, boris) = make_topic(), make_people(2)
    tell(topic, anna, boris)
    mine = Notice.objects.get(person=anna)
    with pytest.raises(Notice.DoesNotExist):
        services.mark_read(actor=actor_for(person=boris), notice_id=mine.pk, at=AT)
    services.mark_read(actor=actor_for(person=anna), notice_id=mine.pk, at=AT)
    later = AT + timedelta(hours=1)
    services.mark_read(actor=actor_for(person=anna), notice_id=mine.pk, at=later)
    mine.refresh_from_db()
    assert mine.read_at == AT
    assert Notice.objects.filter(read_at=None).count() == 1


def test_marking_all_leaves_what_came_since_and_other_topics() -> None:
    topic, other, anna = make_topic(), make_topic(), make_person()
    tell(topic, anna)
    tell(other, anna)
    tell(topic, anna, at=AT + timedelta(seconds=5))
    actor = actor_for(person=anna)
    assert services.mark_all_read(actor=actor, topic=topic.code, at=AT) == 1
    assert services.mark_all_read(actor=actor, at=AT + timedelta(seconds=9)) == 2


def _wish(person: object, topic: str, every: str) -> None:
    services.set_preferences(actor=actor_for(person=person), wishes={topic: every}, at=AT)


def _ways() -> dict[object, str]:
    return dict(Notice.objects.values_list("person_id", "every"))
