"""Hostile words in every query, every form and every path: an answer, and never a crash."""

import logging
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests.doors.table import doors
from tests.doors.test_doors import arguments
from tests.failures.forms import main_form
from tests.failures.hostile import KEYS, SCRIPT, TYPED, WORDS
from tests.town import Town

# Every page that answers somebody with 200, once, as that somebody.
OPEN = {
    (door.name, door.subject): next(role for role, said in door.answers if said == "200")
    for door in doors()
    if door.method == "GET" and any(said == "200" for _role, said in door.answers)
}
FORMS = {
    "/needs/new/": "member",
    "/offers/new/": "member",
    "/services/new/": "member",
    "/needs/{need.draft}/edit/": "member",
    "/offers/{offer.draft}/edit/": "member",
    "/services/{service.draft}/edit/": "member",
    "/organisations/new/": "account",
    "/organisations/{mill}/edit/": "administrator",
    "/organisations/{mill}/ask/": "account",
    "/organisations/{mill}/members/": "administrator",
    "/organisations/{alliance}/alliance/": "site",
    "/contracts/new/": "member",
    "/contracts/{contract.draft}/edit/": "member",
    "/contracts/{contract.registered}/amend/": "member",
    "/contracts/{contract.registered}/appeal/": "member",
    "/contracts/{contract.registered}/grants/": "member",
    "/review/{need.submitted}/": "nation",
    "/imports/{run.uploaded}/": "member",
    "/match/": "visitor",
    "/match/{need.published}/{offer.university}/feedback/": "member",
    "/accounts/login/": "visitor",
    "/accounts/signup/": "visitor",
    "/accounts/password/reset/": "visitor",
    "/accounts/email/": "member",
}
QUICK = "django.contrib.auth.hashers.MD5PasswordHasher"


@pytest.fixture(autouse=True)
def _quick_and_quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refusals are the point here; real hashing is slow on purpose."""
    logging.disable()
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", [QUICK])
    # How often somebody asks is not the question here.
    monkeypatch.setattr("yizhan.web.limits.is_within", lambda *_args, **_options: True)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("turn", range(3))
def test_no_query_breaks_a_page(in_town: Town, turn: int) -> None:
    """Whatever stands behind the question mark, the page answers and runs nothing."""
    words = [word[:2_000] for word in WORDS.values()]
    for number, ((route, subject), role) in enumerate(OPEN.items()):
        # Each page gets the words at other keys than the page before it.
        first = number + turn * 7
        said = {key: words[(first + n) % len(words)] for n, key in enumerate(KEYS)}
        query = "&".join(f"{key}={as_bytes(word)}" for key, word in said.items())
        address = reverse(route, args=arguments(in_town, subject))
        answer = in_town.client(role).get(f"{address}?{query}")
        assert answer.status_code in {200, 302, 400, 404, 422}, (address, said)
        assert SCRIPT not in text_of(answer), address


@pytest.mark.parametrize("address", FORMS)
def test_no_form_breaks_and_what_was_typed_comes_back(in_town: Town, address: str) -> None:
    """Each box holds each word once; a refused form still holds what was typed."""
    role = FORMS[address]
    for name, value in in_town.ids.items():
        address = address.replace(f"{{{name}}}", str(value))
    page = in_town.client(role).get(address)
    form = main_form(text_of(page))
    assert form.texts, address
    for name in TYPED:
        client = in_town.client(role)
        with transaction.atomic():
            answer = send(client, form.action or address, form.filled(WORDS[name]))
            # Every box of a form of sixty at its longest is more than a request may hold.
            assert answer.status_code in {200, 302, 404, 409, 413, 422, 429}, (address, name)
            body = text_of(answer)
            assert SCRIPT not in body, (address, name)
            if name == "quotes" and answer.status_code == 422:
                assert "DROP TABLE listings_listing" in body, address
            transaction.set_rollback(True)


@pytest.mark.parametrize(
    "path",
    [
        "/needs/nothing/",
        "/needs/%00/",
        "/needs/00000000-0000-0000-0000-000000000000/",
        "/needs/ffffffff-ffff-ffff-ffff-ffffffffffff/edit/",
        "/organisations/123/",
        "/search/export/exe/",
        "/exports/listings.need/../../etc/passwd/",
        "/exports/%F0%A0%AE%B7/csv/",
        "/imports/templates/%3Cscript%3E/",
        "/en/en/needs/",
        "/fr/",
        "/%ff%fe/",
        "/" + "x" * 5_000,
    ],
)
def test_no_path_breaks_the_platform(in_town: Town, path: str) -> None:
    """What does not exist is not there, in one whole page."""
    answer = in_town.client("member").get(path)
    assert answer.status_code == 404
    assert text_of(answer).count("</html>") == 1


def as_bytes(word: str) -> str:
    """Quote a word for an address; a lone surrogate becomes bytes that are no text."""
    return quote(word.encode("utf-8", "surrogatepass"))


def send(client: Client, address: str, values: dict[str, list[str]]) -> HttpResponseBase:
    """Post as a browser does, bytes and all."""
    body = "&".join(
        f"{quote(name)}={as_bytes(value)}" for name, held in values.items() for value in held
    )
    return client.post(address, body, content_type="application/x-www-form-urlencoded")


def text_of(answer: HttpResponseBase) -> str:
    """Return the whole answer as text."""
    if answer.streaming:
        return b"".join(answer).decode("utf-8", "replace")
    return bytes(getattr(answer, "content", b"")).decode("utf-8", "replace")
