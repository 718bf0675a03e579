"""Every address answers every role as the table says: 404 unseen, 403 seen but not yours."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib import messages
from django.db import transaction
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from tests.doors.table import Door, addresses, doors
from tests.town import Town
from yizhan.listings.checklists import edition_on

_SOON = f"{localdate() + timedelta(days=7):%Y-%m-%d}"


def answered(kind: str) -> dict[str, str]:
    """Fill in a checklist as a reviewer would who has nothing against it."""
    edition = edition_on(localdate())
    sent = {"edition": edition.code}
    for item in edition.items_for(kind):
        sent |= {f"answer_{item.code}": "yes", f"note_{item.code}": "已核对"}
    return sent


# What a form needs so that its verb is really asked; without it every answer would be 422.
SENT: dict[str, dict[str, str]] = {
    "directory:alliance-edit": {"members": ""},
    "directory:alliance-members": {"member": "滨海工业大学", "part": "member"},
    "directory:claim-confirm": {"code": "000000"},
    "directory:claim-grant": {"reason": "授权书"},
    "directory:claim-new": {"evidence": "销售部"},
    "directory:claim-prove": {"email": "li@chaosheng.example"},
    "directory:claim-refuse": {"reason": "查无此人"},
    "directory:pair-dismiss": {"reason": "两个法人"},
    "directory:pair-merge": {"kept": "", "reason": "同一执照"},
    "directory:seat-part": {"part": "observer"},
    "directory:title-end": {"reason": "期满"},
    "directory:title-list": {
        "title": "provincial_base",
        "authority": "科技厅",
        "since": "2026-01-05",
    },
    "directory:membership-change-role": {"role": "administrator"},
    # Nobody of that name is here; who may not hand over does not get as far.
    "directory:membership-hand-over": {"successor": "00000000-0000-4000-8000-000000000000"},
    "directory:organisation-members": {"email": "new@example.org", "role": "member"},
    "directory:organisation-reject": {"said": "查无此号"},
    "directory:organisation-revoke": {"said": "执照已注销"},
    "directory:organisation-verify": {"said": "营业执照"},
    "experts:advice-accept": {"accept-is_none": "on", "accept-promised_on": _SOON},
    "experts:advice-add": {"add-text": "约 3 kg/m³。"},
    "experts:advice-answer": {"answer-text": "可以，四百度以下离子渗氮，先做小样对比试验。"},
    "experts:advice-clarify": {"clarify-text": "介质含沙量是多少？"},
    "experts:advice-close": {"close-rating": "5", "close-use": "solved"},
    "experts:advice-decline": {"decline-reason": "too_busy"},
    "experts:expert-return": {"reason": "请补职称证书"},
    "listings:pair-answer": {"said": "same"},
    "listings:pair-decide": {"verdict": "different", "why": "工况不同"},
    "listings:still-true-answer": {"answer": "still_true"},
    "listings:standard-validate": {"text": "{}"},
    # Versions of the town's rows: written, handed in, proposed.
    "listings:review-countersign": {"version": "3", **answered("offer")},
    "listings:review-propose": {"version": "2", **answered("offer")},
    "listings:review-publish": {"version": "2", **answered("need")},
    "listings:review-return": {"version": "2", "reason_summary": "请补充含沙量"},
    "stations:operator-end": {"reason": "调离"},
    "stations:operator-show": {"named": "yes"},
    "stations:station-leave": {"reason": "人员不足"},
    "stations:station-remove": {"reason": "泄密", "is_breach": "on"},
    "stations:station-suspend": {"reason": "核查中"},
    "matching:draft": {"text": "海水泵叶轮半年就点蚀，求低温表面强化工艺。"},
    "matching:feedback": {"verdict": "contacted"},
    "matching:paste": {"text": "海水泵叶轮半年就点蚀，求低温表面强化工艺。"},
}
PAGE = {"accept": "text/html"}


@pytest.fixture(autouse=True)
def _silence() -> Iterator[None]:
    """Refusals are the point here; a thousand tracebacks in the log are not."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    """A new page without a line in the table fails here."""
    assert {door.name for door in doors()} == addresses()


def test_the_table_is_sorted_so_that_two_people_can_add_lines() -> None:
    """By name, then method, then subject."""
    lines = [(door.name, door.method, door.subject) for door in doors()]
    assert lines == sorted(set(lines))


@pytest.mark.parametrize("door", doors(), ids=str)
def test_a_door_opens_for_whom_it_should(in_town: Town, door: Door) -> None:
    """Whatever was written is taken back before the next role knocks."""
    address = reverse(door.name, args=arguments(in_town, door.subject))
    answers = []
    for role, _expected in door.answers:
        with transaction.atomic():
            answers.append((role, said(knock(in_town.client(role), door, address))))
            transaction.set_rollback(True)
    assert tuple(answers) == door.answers


def arguments(town: Town, subject: str) -> list[object]:
    """Put ids for the names of what is in town; other words stand for themselves."""
    return [] if subject == "-" else [_named(town, word) for word in subject.split(":")]


def _named(town: Town, word: str) -> object:
    return town.ids.get(word) or town.words.get(word, word)


def knock(client: Client, door: Door, address: str) -> HttpResponseBase:
    """Send the request."""
    if door.method == "GET":
        return client.get(address)
    return client.post(address, SENT.get(door.name, {"sent": "1"}), headers=PAGE)


def said(response: HttpResponseBase) -> str:
    """Say the status, or "login" for the way there, "told" for a refusal said in words."""
    if isinstance(response, StreamingHttpResponse):
        b"".join(response)
    if response.status_code == 302 and response.headers["Location"].startswith(
        reverse("account_login")
    ):
        return "login"
    if response.status_code == 302 and _is_refused(response):
        return "told"
    return str(response.status_code)


def _is_refused(response: HttpResponseBase) -> bool:
    """Say whether the page that follows tells why nothing was done."""
    request = response.wsgi_request  # type: ignore[attr-defined]
    held = getattr(request, "_messages", None)
    return held is not None and any(
        message.level == messages.ERROR for message in held._queued_messages
    )
