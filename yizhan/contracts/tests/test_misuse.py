"""What somebody who means harm, or is in a hurry, tries and does not get."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yizhan.contracts import services
from yizhan.contracts.models import Finding
from yizhan.contracts.queries import values_of, visible_to
from yizhan.contracts.tests.factories import (
    AT,
    actor_of,
    decide,
    make_decided,
    make_office,
    make_organisation,
    make_registered,
    make_registrar,
    make_reviewing,
    make_seller,
    make_submitted,
    make_supervisor,
    ruling_for,
    values_for,
)
from yizhan.contracts.tests.posting import enter
from yizhan.directory.models import Membership, Person
from yizhan.kernel.refusals import Refused
from yizhan.listings.tests.test_api import Machine, a_key

pytestmark = pytest.mark.django_db
WHY = "双方签订补充协议，交易双方成为关联企业。"
BUYER_CODE = "91350100M000100Y43"


def codes(refused: Any) -> set[str]:
    return {one.code for one in refused.value.refusals}


def test_a_house_nobody_verified_reads_nothing_by_typing_the_code_of_a_party() -> None:
    house = make_organisation(uscc=BUYER_CODE, verification="unverified", verified_at=None)
    contract = make_submitted()
    reader = actor_of(house)
    assert contract not in visible_to(reader)
    house.verification, house.verified_at = "verified", AT
    house.save(update_fields=["verification", "verified_at"])
    assert contract in visible_to(reader)


def test_an_amendment_that_two_must_look_at_is_not_applied_by_one() -> None:
    owner = actor_of(make_seller())
    contract = make_decided(owner)
    first, second = (make_registrar(make_office()) for _one in range(2))
    values = {**values_of(contract), "is_related_party": True}
    wish = services.file_amendment(
        actor=owner, contract_id=contract.id, values=values, reason=WHY, at=AT
    )
    contract.refresh_from_db()
    given: dict[str, Any] = {
        "amendment_id": wish.id,
        "answer": WHY,
        "ruling": ruling_for(contract, reasons=WHY),
        "at": AT,
    }
    assert services.apply_amendment(actor=first, **given).stage == "filed"
    with pytest.raises(Refused) as refused:
        services.apply_amendment(actor=first, **given)
    assert codes(refused) == {"contracts.second_is_first"}
    contract.refresh_from_db()
    assert (contract.is_related_party, contract.version) == (False, 1)
    # Another opinion is a proposal of its own; only the same one by two decides.
    other = {**given, "ruling": ruling_for(contract, reasons=WHY, subkind="conversion")}
    assert services.apply_amendment(actor=second, **other).stage == "filed"
    assert services.apply_amendment(actor=first, **other).stage == "applied"
    contract.refresh_from_db()
    assert (contract.is_related_party, contract.subkind) == (True, "conversion")
    kept = contract.decisions.get(act="amend")
    assert {kept.registrar_id, kept.second_registrar_id} == {first.person_id, second.person_id}


def test_another_kind_by_an_amendment_takes_two_as_no_checklist_is_asked() -> None:
    owner = actor_of(make_seller())
    contract = make_decided(owner)
    wish = services.file_amendment(
        actor=owner,
        contract_id=contract.id,
        values={**values_of(contract), "note": "补充协议"},
        reason=WHY,
        at=AT,
    )
    contract.refresh_from_db()
    given: dict[str, Any] = {"amendment_id": wish.id, "answer": WHY, "at": AT}
    first = make_registrar(make_office())
    other = ruling_for(contract, kind="service", subkind="general_service", reasons=WHY)
    assert services.apply_amendment(actor=first, ruling=other, **given).stage == "filed"
    same = ruling_for(contract, reasons=WHY)
    assert services.apply_amendment(actor=first, ruling=same, **given).stage == "applied"


def test_the_file_stays_as_the_first_registrar_read_it_until_the_second_did(
    settings: Any, tmp_path: Path
) -> None:
    settings.YIZHAN_FILES = tmp_path
    owner = actor_of(make_seller())
    registrar = make_registrar(make_office())
    contract = make_reviewing(registrar, owner, is_related_party=True)
    given: dict[str, Any] = {"contract_id": contract.id, "at": AT}
    services.propose_decision(
        actor=registrar, outcome="register", ruling=ruling_for(contract), **given
    )
    with pytest.raises(Refused) as refused:
        services.add_paper(
            actor=owner, kind="contract_text", name="合同.txt", chunks=[b"other"], **given
        )
    assert codes(refused) == {"flow.wrong_stage"}


def test_who_decided_does_not_answer_the_objection_in_another_role() -> None:
    owner = actor_of(make_seller())
    contract = make_decided(owner)
    appeal = services.file_appeal(actor=owner, contract_id=contract.id, grounds=WHY, at=AT)
    same = make_supervisor(person_id=contract.registrar_id)
    given: dict[str, Any] = {"appeal_id": appeal.id, "upholds": False, "answer": WHY, "at": AT}
    with pytest.raises(Refused) as refused:
        services.decide_appeal(actor=same, **given)
    assert codes(refused) == {"contracts.own_decision"}
    assert services.decide_appeal(actor=make_supervisor(), **given).stage == "dismissed"


def test_a_contract_refiled_and_registered_is_not_registered_again_by_an_appeal() -> None:
    first, second = (make_registrar(make_office()) for _one in range(2))
    house = make_seller()
    owner = actor_of(house)
    values = values_for(house)
    contract = make_reviewing(first, owner, **values)
    given: dict[str, Any] = {"contract_id": contract.id, "at": AT}
    services.refuse_contract(actor=first, reasons="属简单改型，无技术创新内容。", **given)
    appeal = services.file_appeal(actor=owner, grounds=WHY, **given)
    decide(make_reviewing(first, owner, **values), first, second)
    services.decide_appeal(
        actor=make_supervisor(), appeal_id=appeal.id, upholds=True, answer=WHY, at=AT
    )
    taken = services.take_contract(actor=second, **given)
    with pytest.raises(Refused) as refused:
        decide(taken, second, first)
    assert codes(refused) == {"contracts.filed_already"}


def test_the_workbench_is_closed_to_who_stands_for_a_party_in_another_role(
    client: Client,
) -> None:
    contract = make_submitted()
    enter(client, make_office().organisation, role="registrar")
    url = f"/contracts/{contract.id}"
    assert client.get(f"{url}/review/").status_code == 200
    person = Person.objects.get()
    Membership.objects.create(
        person=person, organisation=contract.organisation, role="member", created_at=AT
    )
    assert client.get(f"{url}/review/").status_code == 403
    assert client.post(f"{url}/reckon/").status_code == 403


def test_nobody_settles_what_was_found_against_the_own_house() -> None:
    contract = make_submitted()
    finding = Finding.objects.create(
        contract=contract, card="filed_twice", card_version=1, key="0" * 64, found_at=AT
    )
    person = Person.objects.create(email="both@example.org")
    Membership.objects.create(
        person=person, organisation=contract.organisation, role="member", created_at=AT
    )
    with pytest.raises(Refused) as refused:
        services.settle_finding(
            actor=make_registrar(make_office(), person_id=person.id),
            contract_id=contract.id,
            finding_id=finding.id,
            state="dismissed",
            reason=WHY,
            at=AT,
        )
    assert codes(refused) == {"contracts.own_contract"}


def test_numbers_are_not_counted_through_without_their_bodies(client: Client) -> None:
    asked = {"number": "2026210208000001", "day": "2026-05-11"}
    answers = {client.head("/verify/", asked).status_code for _one in range(40)}
    assert 429 in answers


@pytest.mark.parametrize(
    "changes",
    [
        {"exchange_rate": "9999999"},
        {"exchange_rate": "-1"},
        {"kind": "development", "subkind": "patent_right"},
        {"effective_from": "2026-05-01", "effective_until": "2026-04-01"},
        {"need": str(uuid.uuid4())},
        {"costs": [{"kind": "other", "description": "差旅", "quantity": "99999999999"}]},
        {"contract_value": "10", "costs": [{"kind": "other", "amount": "20"}]},
    ],
    ids="-".join,
)
def test_what_no_table_holds_is_refused_in_words(changes: dict[str, Any]) -> None:
    machine = Machine(a_key("contracts:write", house=make_seller())[0])
    answer = machine.send("/api/v1/contracts", changes, key=uuid.uuid4().hex)
    assert answer.status_code in {201, 422}, answer.content


def test_a_long_list_asks_no_more_than_a_short_one() -> None:
    house = make_seller()
    machine = Machine(a_key("contracts:read", house=house)[0])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert machine.get("/api/v1/contracts").status_code == 200
        return len(queries)

    make_registered(organisation=house)
    asked()
    few = asked()
    for _one in range(3):
        make_registered(organisation=house)
    assert asked() == few


def test_the_page_of_a_wish_shows_what_the_first_of_two_found(client: Client) -> None:
    owner = actor_of(make_seller())
    contract = make_decided(owner)
    values = {**values_of(contract), "is_related_party": True}
    wish = services.file_amendment(
        actor=owner, contract_id=contract.id, values=values, reason=WHY, at=AT
    )
    url = f"/contracts/{contract.id}/amendments/{wish.id}/"
    ruled = {"apply": "1", "answer": WHY, "deduction_0": "200000.00", "reason_0": ""}
    first = enter(Client(), make_office().organisation, role="registrar")
    assert first.post(url, ruled).status_code == 302
    contract.refresh_from_db()
    assert contract.version == 1
    second = enter(client, make_office().organisation, role="registrar")
    assert "已提出变更意见" in second.get(url).content.decode()
    assert second.post(url, ruled).status_code == 302
    contract.refresh_from_db()
    assert (contract.version, contract.is_related_party) == (2, True)
