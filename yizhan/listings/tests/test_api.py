"""Listings over the API: the page's rule for fields, and every verb once."""

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from yizhan.directory import queries as directory
from yizhan.directory import services as staffing
from yizhan.directory.keys import Wish
from yizhan.directory.models import Organisation
from yizhan.directory.tests.factories import make_member, make_organisation
from yizhan.listings.models import Listing
from yizhan.listings.tests.factories import make_published
from yizhan.web.models import StoredAnswer

LISTINGS = "/api/v1/listings"
NEED = {"kind": "need", "title": "海水泵叶轮低温表面强化工艺", "summary": "叶轮半年就点蚀。"}


def a_key(*scopes: str, house: Organisation | None = None) -> tuple[str, Organisation]:
    """Make a verified house with a key."""
    house = house or make_organisation()
    actor = directory.actor_of_membership(make_member(house, "administrator"))
    at = datetime.now(UTC)
    wish = Wish(
        name="ERP",
        role="member",
        scopes=scopes,
        networks=(),
        expires_at=at + timedelta(days=30),
    )
    _key, secret = staffing.make_key(
        actor=actor, organisation_id=house.id, wish=wish, creation_key=uuid4(), at=at
    )
    return secret.text, house


class Machine:
    """A caller with a key."""

    def __init__(self, key: str) -> None:
        """Hold the key."""
        self.key = key
        self.client = Client()

    def get(self, path: str, **query: Any) -> Any:
        """Read."""
        return self.client.get(path, query, headers={"authorization": f"Bearer {self.key}"})

    def send(self, path: str, value: Any, *, key: str = "", method: str = "POST") -> Any:
        """Send a document."""
        headers = {"authorization": f"Bearer {self.key}"}
        if key:
            headers["idempotency-key"] = key
        body = value if isinstance(value, (str, bytes)) else json.dumps(value)
        return self.client.generic(
            method, path, body, content_type="application/json", headers=headers
        )


@pytest.fixture
def machine(db: None) -> Machine:
    return Machine(a_key("listings:read", "listings:write")[0])


def test_a_listing_goes_from_document_to_draft_and_back(machine: Machine) -> None:
    made = machine.send(LISTINGS, NEED, key="need-2026-0001")
    assert made.status_code == 201, made.content
    body = made.json()
    assert made["Location"] == f"{LISTINGS}/{body['id']}"
    assert (body["stage"], body["document"]["title"]) == ("draft", NEED["title"])
    read = machine.get(made["Location"])
    assert read.json() == body
    sent = {**NEED, "title": "海水泵叶轮强化", "version": body["version"]}
    saved = machine.send(made["Location"], sent, method="PUT")
    assert saved.json()["title"] == "海水泵叶轮强化"
    stale = machine.send(made["Location"], {**sent, "title": "又改"}, method="PUT")
    assert (stale.status_code, stale.json()["code"]) == (409, "version.stale")
    assert Client().get(made["Location"]).status_code == 404
    assert [row["id"] for row in machine.get(LISTINGS, mine="true").json()["items"]] == [
        body["id"]
    ]
    assert machine.get(LISTINGS).json()["items"] == []


def test_the_steps_are_the_pages_own(machine: Machine) -> None:
    made = machine.send(LISTINGS, NEED, key="need-2026-0001").json()
    where = f"{LISTINGS}/{made['id']}"
    refused = machine.send(f"{where}/submit", {})
    assert refused.status_code == 422
    assert "listings.no_field" in {reason["code"] for reason in refused.json()["reasons"]}
    assert machine.send(f"{where}/confirm", {}).status_code in {409, 422}
    gone = machine.send(f"{where}/withdraw", {"version": made["version"]})
    assert gone.json()["stage"] == "withdrawn"
    again = machine.send(f"{where}/withdraw", {})
    assert (again.status_code, again.json()["code"]) == (409, "flow.wrong_stage")
    assert machine.send(f"{where}/revise", {}).json()["stage"] == "draft"


def test_a_document_can_be_checked_by_anybody(db: None) -> None:
    answer = Client().post(
        f"{LISTINGS}/validate", {"kind": "need", "colour": 1}, "application/json"
    )
    assert answer.status_code == 200, answer.content
    assert not answer.json()["is_valid"]
    assert answer.json()["problems"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        (b"\xff\xfe{}", 400),
        ('{"kind": NaN}', 400),
        ("[" * 5000 + "]" * 5000, 400),
        ('{"a":' * 40 + "1" + "}" * 40, 400),
        ('{"kind": "need", "trl_min": ' + "9" * 5000 + "}", 400),
        ('{"kind": "need", "trl_min": 99999999999999999999}', 422),
        ('{"kind": "need", "title": "a\\u0000b"}', 422),
        ('{"kind": "need", "title": "a\\ud800b"}', 422),
        ('{"kind": "need", "\\ud800": 1}', 422),
        ("[]", 422),
        ("", 422),
        (" " * 300_000, 413),
    ],
    ids=lambda value: str(value)[:24] if isinstance(value, int) else f"{len(value)}",
)
def test_bad_bodies_are_refused_and_never_break(
    machine: Machine, body: Any, status: int
) -> None:
    answer = machine.send(LISTINGS, body, key=f"bad-{uuid4()}")
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert not StoredAnswer.objects.exists()


def test_only_json_with_a_length_is_read(machine: Machine) -> None:
    headers = {"authorization": f"Bearer {machine.key}", "idempotency-key": "form-00001"}
    form = machine.client.post(LISTINGS, {"kind": "need"}, headers=headers)
    assert form.status_code == 415
    chunked = machine.client.generic(
        "POST", LISTINGS, b"", headers={**headers, "transfer-encoding": "chunked"}
    )
    assert chunked.status_code == 411
    huge = machine.client.generic(
        "POST", LISTINGS, b"{}", headers=headers, CONTENT_LENGTH="104857600"
    )
    assert huge.status_code == 413


def test_a_browser_session_opens_nothing(db: None) -> None:
    house = make_organisation()
    member = make_member(house, "administrator")
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.person, "django.contrib.auth.backends.ModelBackend")
    assert client.post(LISTINGS, NEED, "application/json").status_code == 401
    assert client.get(LISTINGS, {"mine": "true"}).status_code == 401


def test_the_same_request_again_gets_the_same_answer(machine: Machine) -> None:
    first = machine.send(LISTINGS, NEED, key="need-2026-0001")
    second = machine.send(LISTINGS, NEED, key="need-2026-0001")
    assert second.content == first.content
    assert (second["Idempotency-Replayed"], second["Location"]) == ("true", first["Location"])
    assert Listing.objects.count() == 1
    other = machine.send(LISTINGS, {**NEED, "title": "另一条"}, key="need-2026-0001")
    assert (other.status_code, other.json()["code"]) == (422, "api.repeat_key_reused")
    assert machine.send(LISTINGS, NEED).json()["code"] == "api.repeat_key_required"
    assert machine.send(LISTINGS, NEED, key="a b").json()["code"] == "api.repeat_key_malformed"


def test_a_refused_request_leaves_its_key_free(machine: Machine) -> None:
    assert (
        machine.send(LISTINGS, {"kind": "need", "x": 1}, key="need-2026-0001").status_code
        == 422
    )
    assert machine.send(LISTINGS, NEED, key="need-2026-0001").status_code == 201


def test_another_house_may_use_the_same_word_and_learns_nothing(machine: Machine) -> None:
    first = machine.send(LISTINGS, NEED, key="need-2026-0001").json()
    other = Machine(a_key("listings:write")[0])
    second = other.send(LISTINGS, NEED, key="need-2026-0001")
    assert second.status_code == 201
    assert second.json()["id"] != first["id"]
    assert other.get(f"{LISTINGS}/{first['id']}").status_code in {403, 404}
    assert other.send(f"{LISTINGS}/{first['id']}/withdraw", {}).status_code == 404


def test_a_revoked_key_repeats_nothing(machine: Machine) -> None:
    machine.send(LISTINGS, NEED, key="need-2026-0001")
    Organisation.objects.update(verification="unverified")
    assert machine.send(LISTINGS, NEED, key="need-2026-0001").status_code == 401


def test_a_key_without_the_scope_may_not(db: None) -> None:
    reader = Machine(a_key("organisations:read")[0])
    for answer in (reader.send(LISTINGS, NEED, key="need-2026-0001"), reader.get(LISTINGS)):
        assert (answer.status_code, answer.json()["code"]) == (403, "api.scope_missing")


@pytest.mark.slow
@pytest.mark.usefixtures("committed")
def test_ten_copies_at_once_make_one_listing() -> None:
    key, _house = a_key("listings:read", "listings:write")
    answers: list[tuple[int, str]] = []
    start = threading.Barrier(10)

    def send() -> None:
        machine = Machine(key)
        start.wait()
        try:
            answer = machine.send(LISTINGS, NEED, key="need-2026-0001")
            answers.append((answer.status_code, answer.json().get("id", "")))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Listing.objects.count() == 1
    assert set(answers) == {(201, str(Listing.objects.get().id))}


def test_hidden_fields_stay_hidden_from_everybody_else(machine: Machine) -> None:
    house = make_organisation()
    owner = directory.actor_of_membership(make_member(house))
    offer = make_published(owner, "offer", visibility={"price": "parties_only"})
    seen = machine.get(f"{LISTINGS}/{offer.id}").json()
    assert "price" in seen["hidden"]
    assert not {"price_min", "price_max"} & set(seen["document"])
    own = Machine(a_key("listings:read", house=house)[0]).get(f"{LISTINGS}/{offer.id}").json()
    assert own["hidden"] == []
    assert own["document"]["price_min"]
