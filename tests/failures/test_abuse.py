"""What a stranger with bad intentions tries; each attack is tried once, and fails.

`docs/threats.md` names for every threat the defence and the test.
"""

import csv
import io
import re
from collections.abc import Iterator
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.doors.table import Door, doors
from tests.doors.test_doors import arguments
from tests.house.tree import PACKAGE
from tests.town import Town
from yizhan.directory.models import Person
from yizhan.listings.models import Listing

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    "http://localhost@evil.example/",
)
# No token is asked of these: the reason stands beside each of them in the code.
WITHOUT_TOKEN = {"web:preferences", "inbox:unsubscribe", "oai"}
# Who may open connections: only to addresses that the operator has set.
SPEAKS = {
    "matching/engine/http_encoder.py",
    "matching/engine/opensearch_engine.py",
    "config/chores.py",
    "config/examination/surroundings.py",
    "config/serving.py",
    "inbox/sending.py",
}
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1")


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """Count from zero."""
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_address_leads_out_of_the_house(in_town: Town, address: str) -> None:
    """After signing in, choosing a role or a theme, the reader stays here."""
    client = in_town.client("member")
    tried = [
        client.get(f"{reverse('account_login')}?next={quote(address)}"),
        client.post(reverse("web:preferences"), {"theme": "dark", "next": address}),
        client.post(
            reverse("web:preferences"), {"theme": "dark"}, headers={"referer": address}
        ),
        client.get(f"/en{address}" if address.startswith("/") else "/en/"),
    ]
    for answer in tried:
        assert "evil.example" not in answer.headers.get("Location", "")


POSTS = sorted({door.name: door for door in doors() if door.method == "POST"}.items())


@pytest.mark.parametrize(("name", "door"), POSTS, ids=[name for name, _door in POSTS])
def test_a_form_of_another_site_is_refused(in_town: Town, name: str, door: Door) -> None:
    """Nobody who is signed in can be made to act by a page elsewhere."""
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = in_town.sessions["administrator"]
    with transaction.atomic():
        answer = client.post(reverse(name, args=arguments(in_town, door.subject)), {"a": "b"})
        transaction.set_rollback(True)
    assert answer.status_code == 403 or name in WITHOUT_TOKEN


def test_a_session_known_before_is_worth_nothing_after_signing_in(in_town: Town) -> None:
    """The identifier changes with the person."""
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    with transaction.atomic():
        client.post(
            reverse("account_login"),
            {"login": in_town.emails["member"], "password": "wrong"},
        )
        assert client.cookies[settings.SESSION_COOKIE_NAME].value == session.session_key
        client.force_login(_person(in_town, "member"))
        assert client.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key
        transaction.set_rollback(True)


def test_asking_for_a_password_does_not_tell_who_is_registered(in_town: Town) -> None:
    """The page says the same to both; only a mail differs."""
    said = []
    for email in (in_town.emails["member"], "nobody@nowhere.example"):
        with transaction.atomic():
            answer = Client().post(reverse("account_reset_password"), {"email": email})
            said.append((answer.status_code, answer.headers.get("Location")))
            transaction.set_rollback(True)
    assert said[0] == said[1]
    mail.outbox.clear()


@pytest.mark.parametrize("kind", ["need", "offer", "service"])
def test_what_may_not_be_seen_looks_like_what_does_not_exist(in_town: Town, kind: str) -> None:
    """Trying identifiers tells a stranger nothing."""
    visitor = in_town.client("visitor")
    hidden = visitor.get(
        reverse(f"listings:{kind}-detail", args=[in_town.ids[f"{kind}.draft"]])
    )
    missing = visitor.get(reverse(f"listings:{kind}-detail", args=[uuid4()]))
    assert hidden.status_code == missing.status_code == 404
    assert _plain(hidden.content.decode()) == _plain(missing.content.decode())


def test_copying_lists_as_fast_as_the_wire_allows_is_slowed_down(in_town: Town) -> None:
    """Exports are counted for each visitor and minute."""
    visitor = in_town.client("visitor")
    address = reverse("directory:organisation-export-csv")
    codes = [visitor.get(address).status_code for _turn in range(22)]
    assert codes[0] == 200
    assert codes[-1] == 429


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_exported_cell_is_run_by_a_spreadsheet(in_town: Town, formula: str) -> None:
    """A title may begin with any sign; the file that leaves guards it."""
    with transaction.atomic():
        Listing.objects.filter(id=in_town.ids["need.published"]).update(title=formula)
        address = reverse("imports:export", args=["listings.mine", "csv"])
        answer = in_town.client("member").get(address)
        text = b"".join(answer).decode("utf-8-sig")
        transaction.set_rollback(True)
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any(formula.strip() in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r", "＝"))]


MARKUP = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&"


def test_markup_in_a_title_is_shown_and_never_run(in_town: Town) -> None:
    """On pages, in data for search engines, in feeds and in lists."""
    with transaction.atomic():
        need = Listing.objects.get(id=in_town.ids["need.published"])
        Listing.objects.filter(id=need.id).update(title=MARKUP, summary=MARKUP)
        visitor = in_town.client("visitor")
        pages = [
            visitor.get(need.get_absolute_url()),
            visitor.get(reverse("directory:organisation-detail", args=[need.organisation_id])),
            visitor.get(reverse("listings:need-atom")),
            visitor.get("/oai?verb=ListRecords&metadataPrefix=oai_dc"),
        ]
        transaction.set_rollback(True)
    for page in pages:
        text = b"".join(page).decode() if page.streaming else page.content.decode()
        assert page.status_code == 200
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_only_addresses_the_operator_set_are_ever_called() -> None:
    """No page makes the platform fetch what a user typed, so none can reach our network."""
    callers = re.compile(
        r"^\s*(?:import|from) (?:httpx|requests|urllib\.request|http\.client|socket|smtplib)\b",
        re.MULTILINE,
    )
    found = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.parts and callers.search(path.read_text())
    }
    ground = ("config/postgres/", "config/archives/")
    found = {name for name in found if not name.startswith(ground)}
    assert found <= SPEAKS


def _plain(page: str) -> str:
    """Leave out what differs in every answer: tokens, and the address asked for."""
    return re.sub(r'[0-9a-f]{8}-[0-9a-f-]{27}|value="\w{64}"', "", page)


def _person(town: Town, role: str) -> Person:
    return Person.objects.get(email=town.emails[role])
