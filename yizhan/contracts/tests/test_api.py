"""Contracts over HTTP: begun once, written, handed in, seen by nobody else, verified by all."""

from typing import Any

import pytest
from django.test import Client

from yizhan.contracts.certificates.issuing import issue_certificate
from yizhan.contracts.tests.factories import (
    AT,
    actor_of,
    make_organisation,
    make_registered,
    make_seller,
    values_for,
)
from yizhan.listings.tests.test_api import Machine, a_key

pytestmark = pytest.mark.django_db
CONTRACTS = "/api/v1/contracts"
SCOPES = ("contracts:read", "contracts:write")


def test_a_contract_is_begun_once_written_and_not_yet_whole() -> None:
    seller = make_seller()
    machine = Machine(a_key(*SCOPES, house=seller)[0])
    draft: dict[str, Any] = values_for(seller)
    first = machine.send(CONTRACTS, draft, key="erp-2026-0001")
    assert first.status_code == 201, first.content
    assert machine.send(CONTRACTS, draft, key="erp-2026-0001").json() == first.json()
    held = first.json()
    assert (held["stage"], held["document"]["contract_value"]) == ("draft", "1200000.00")
    where = first["Location"]
    sent = {**held["document"], "note": "补充", "version": held["version"]}
    saved = machine.send(where, sent, method="PUT")
    assert saved.json()["document"]["note"] == "补充", saved.content
    # The contract itself is added on the page; without it nothing is handed in.
    refused = machine.send(f"{where}/submit", {})
    assert {one["code"] for one in refused.json()["reasons"]} == {"contracts.paper_missing"}
    assert [one["id"] for one in machine.get(CONTRACTS).json()["items"]] == [held["id"]]
    other = Machine(a_key(*SCOPES, house=make_organisation())[0])
    assert other.get(where).status_code == 404
    assert machine.send(f"{where}/withdraw", {}).json()["stage"] == "withdrawn"


def test_wrong_fields_are_named_in_the_shape_of_the_api() -> None:
    machine = Machine(a_key(*SCOPES, house=make_seller())[0])
    answer = machine.send(CONTRACTS, {"kind": "gift", "nonsense": 1}, key="erp-2026-0002")
    assert answer.status_code == 422
    assert {one["place"] for one in answer.json()["reasons"]} == {"kind", "nonsense"}


def test_anybody_may_verify_by_code_and_by_number_and_day() -> None:
    contract = make_registered()
    certificate = issue_certificate(contract, actor=actor_of(contract.organisation), at=AT)
    by_code = Client().get(f"{CONTRACTS}/verify", {"code": certificate.code}).json()
    assert (by_code["standing"], by_code["title"]) == ("valid", contract.title)
    asked = {"number": str(contract.number), "registered_on": str(contract.registered_on)}
    by_number = Client().get(f"{CONTRACTS}/verify", asked).json()
    assert (by_number["number"], by_number["title"]) == (contract.number, "")
    wrong = Client().get(f"{CONTRACTS}/verify", {**asked, "registered_on": "2020-01-01"})
    assert wrong.status_code == 404
