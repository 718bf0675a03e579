"""Every address of the API answers every key as `api.txt` says."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests.house.tree import views
from tests.town import Town

FILE = Path(__file__).with_name("api.txt")
NEED = {"kind": "need", "title": "海水泵叶轮低温表面强化工艺"}
SENT = {
    "api:contract-create": {"title": "海水泵叶轮低温表面强化技术开发"},
    "api:listing-create": NEED,
    "api:listing-save": NEED,
    "api:listing-validate": NEED,
    "api:match": {"text": "海水泵叶轮半年就点蚀，求低温表面强化工艺。"},
}
HEAD, *ROWS = [line.split() for line in FILE.read_text().splitlines() if line.strip()]
CALLERS = HEAD[3:]


@pytest.fixture(autouse=True)
def _silence() -> Iterator[None]:
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def test_every_address_of_the_api_has_a_line() -> None:
    """A new operation without a line in the table fails here."""
    named = {name for name, _route, _view in views(get_resolver()) if name.startswith("api:")}
    assert {row[1] for row in ROWS} == named


def test_every_operation_says_its_scope() -> None:
    for name, _route, view in views(get_resolver()):
        for door in getattr(view, "doors", {}).values():
            assert door.scope, name


def test_the_table_is_sorted() -> None:
    lines = [(name, method, subject) for method, name, subject, *_answers in ROWS]
    assert lines == sorted(set(lines))


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_a_key_opens_what_it_should(in_town: Town, row: list[str]) -> None:
    """Whatever was written is taken back before the next key is tried."""
    method, name, subject, *expected = row
    arguments = [] if subject == "-" else [in_town.ids.get(subject, subject)]
    address = reverse(name, args=arguments)
    answers = []
    for caller in CALLERS:
        with transaction.atomic():
            answers.append(str(_knock(in_town, caller, method, name, address)))
            transaction.set_rollback(True)
    assert answers == expected


def _knock(town: Town, caller: str, method: str, name: str, address: str) -> int:
    headers = {"idempotency-key": f"door-{uuid4()}"} if method == "POST" else {}
    if caller != "visitor":
        headers["authorization"] = f"Bearer {town.keys[caller]}"
    body = json.dumps(SENT.get(name, {})) if method != "GET" else ""
    answer = Client().generic(
        method, address, body, content_type="application/json", headers=headers
    )
    return answer.status_code
