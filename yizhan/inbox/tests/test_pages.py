"""The pages of the inbox from outside."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from yizhan.directory.models import Person
from yizhan.directory.tests.factories import make_person
from yizhan.inbox.letters import token_for
from yizhan.inbox.models import Notice, Preference, Tally
from yizhan.inbox.registry import register_waiting
from yizhan.inbox.terms import DIGEST, Every, Waiting, WaitingItem
from yizhan.inbox.tests.factories import AT, make_topic, tell
from yizhan.kernel.actors import Actor

pytestmark = pytest.mark.django_db
LIST = "/inbox/"


@pytest.fixture
def anna() -> Person:
    """Return a reader."""
    return make_person("anna@example.org")


@pytest.fixture
def page(anna: Person) -> Client:
    """Return the browser of the reader."""
    client = Client()
    client.force_login(anna)
    return client


def test_unread_stands_first_and_topics_are_tabs(anna: Person, page: Client) -> None:
    old, new = make_topic(label="旧主题"), make_topic(label="新主题")
    tell(old, anna, values={"name": "甲"}, at=AT)
    tell(new, anna, values={"name": "乙"}, at=AT + timedelta(hours=1))
    Notice.objects.filter(topic=new.code).update(read_at=AT)
    text = _text(page, LIST)
    assert text.index("甲 有了结果") < text.index("乙 有了结果")
    assert "旧主题" in text
    assert "乙" not in _text(page, f"{LIST}?topic={old.code}")
    assert "乙 有了结果" not in _text(page, f"{LIST}?unread=1")


def test_a_notice_is_text_whatever_it_says(anna: Person, page: Client) -> None:
    tell(make_topic(), anna, values={"name": "<script>alert(1)</script>"})
    assert "<script>alert" not in _text(page, LIST)


def test_opening_marks_read_and_leads_to_the_subject(anna: Person, page: Client) -> None:
    tell(make_topic(), anna, url="/organisations/?q=1")
    notice = Notice.objects.get()
    answer = page.get(reverse("inbox:open", args=[notice.pk]))
    assert answer.headers["Location"] == "/organisations/?q=1"
    notice.refresh_from_db()
    assert notice.read_at is not None


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example", "/\\evil.example", ""]
)
def test_a_notice_leads_nowhere_else(anna: Person, page: Client, url: str) -> None:
    tell(make_topic(), anna, url=url)
    answer = page.get(reverse("inbox:open", args=[Notice.objects.get().pk]))
    assert answer.headers["Location"] == LIST


def test_another_persons_notice_is_not_there(page: Client) -> None:
    tell(make_topic(), make_person())
    for name in ("inbox:open", "inbox:read"):
        address = reverse(name, args=[Notice.objects.get().pk])
        assert page.post(address).status_code in {404, 405}
    assert Notice.objects.get().read_at is None
    assert page.post(reverse("inbox:read", args=[uuid4()])).status_code == 404


def test_what_waits_is_listed_by_kind_what_is_due_first(page: Client) -> None:
    at = now()
    items = [
        WaitingItem(title="没有期限", url="/", since=at - timedelta(days=9)),
        WaitingItem(title="早已到期", url="/", since=at, due_at=at - timedelta(days=1)),
    ]
    register_waiting(Waiting(code="tests.w", label="测试待办", provide=lambda _actor: items))
    text = _text(page, reverse("inbox:waiting"))
    assert text.index("早已到期") < text.index("没有期限")
    assert "已逾期" in text
    tally = Tally.objects.get()
    assert (tally.waiting, tally.overdue) == (2, 1)


def test_the_header_counts_with_one_query_and_recounts_after_the_page(
    anna: Person, page: Client
) -> None:
    calls: list[Actor] = []

    def provide(actor: Actor) -> list[WaitingItem]:
        calls.append(actor)
        return [WaitingItem(title="一件", url="/", since=AT)]

    register_waiting(Waiting(code="tests.w", label="测试待办", provide=provide))
    tell(make_topic(), anna)
    assert "hx-get" in _text(page, "/organisations/")
    assert not calls
    assert "<b >1</b>" in _text(page, reverse("inbox:tally"))
    assert len(calls) == 1
    assert reverse("inbox:tally") not in _text(page, "/organisations/")
    assert len(calls) == 1


def test_wishes_are_kept_and_nonsense_is_refused(anna: Person, page: Client) -> None:
    topic = make_topic()
    address = reverse("inbox:preferences")
    assert page.post(address, {topic.code: "never", DIGEST: "daily"}).status_code == 302
    assert Preference.objects.get(topic=topic.code).every == Every.NEVER
    assert page.post(address, {topic.code: "hourly"}).status_code == 422


def test_a_link_shows_a_button_first_and_stops_on_post(anna: Person) -> None:
    topic = make_topic()
    token = token_for(person_id=anna.pk, topic=topic.code, subject_id=None)
    address = reverse("inbox:unsubscribe", args=[token])
    strict = Client(enforce_csrf_checks=True)  # a mail program has no token
    assert "退订" in strict.get(address).content.decode()
    assert not Preference.objects.exists()
    answer = strict.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Preference.objects.get(person=anna, topic=topic.code).every == Every.NEVER


@pytest.mark.parametrize(
    "token", ["nonsense", signing.dumps(["a"], salt="other")], ids=["nonsense", "other salt"]
)
def test_a_link_we_never_made_stops_nothing(token: str) -> None:
    address = reverse("inbox:unsubscribe", args=[token])
    assert Client().get(address).status_code == 404
    assert Client().post(address).status_code == 404


def test_all_are_marked_read_at_once(anna: Person, page: Client) -> None:
    tell(make_topic(), anna)
    tell(make_topic(), anna)
    page.post(reverse("inbox:read-all"))
    assert not Notice.objects.filter(read_at=None).exists()


def _text(page: Client, address: str) -> str:
    answer = page.get(address)
    assert answer.status_code == 200
    return answer.content.decode()
