"""What happens to a decided contract: amended, objected to, ended, read by others."""

import zipfile
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from yizhan.audit.models import Entry
from yizhan.contracts import services
from yizhan.contracts.models import Appeal, Contract, Grant, Paper
from yizhan.contracts.queries import (
    appeals_to_decide,
    grant_holders,
    values_of,
    visible_to,
)
from yizhan.contracts.rules import Deduction, Ruling
from yizhan.contracts.tests.factories import (
    AT,
    actor_of,
    decide,
    make_decided,
    make_draft,
    make_office,
    make_organisation,
    make_registrar,
    make_reviewing,
    make_seller,
    make_submitted,
    make_supervisor,
    ruling_for,
)
from yizhan.directory.models import Membership, Person
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused

pytestmark = pytest.mark.django_db
WHY = "双方签订补充协议，合同总额增加三十万元。"


@pytest.fixture(autouse=True)
def _files_apart(settings: Any, tmp_path: Path) -> None:
    settings.YIZHAN_FILES = tmp_path


def codes(refused: Any) -> set[str]:
    return {one.code for one in refused.value.refusals}


def decided() -> tuple[Actor, Actor, Contract]:
    """Return the filer, a registrar of the office, and a registered contract."""
    owner = actor_of(make_seller())
    return owner, make_registrar(make_office()), make_decided(owner)


def more(contract: Contract) -> dict[str, Any]:
    """Return the content with three hundred thousand more."""
    fresh = Contract.objects.get(pk=contract.pk)
    return {**values_of(fresh), "contract_value": "1500000", "lines": []}


def ruled(contract: Contract) -> Ruling:
    return ruling_for(Contract.objects.get(pk=contract.pk))


def test_an_amendment_changes_the_contract_by_exactly_what_was_decided() -> None:
    owner, registrar, contract = decided()
    given: dict[str, Any] = {"contract_id": contract.id, "reason": WHY, "at": AT}
    amendment = services.file_amendment(actor=owner, values=more(contract), **given)
    assert set(amendment.changed) == {"contract_value", "lines"}
    contract.refresh_from_db()
    assert (contract.contract_value, contract.version) == (1_200_000, 1)
    with pytest.raises(Refused) as refused:
        services.file_amendment(actor=owner, values=more(contract), **given)
    assert "contracts.amendment_open" in codes(refused)
    services.decide_amendment(
        actor=registrar,
        amendment_id=amendment.id,
        applies=True,
        answer=WHY,
        ruling=ruled(contract),
        at=AT,
    )
    number, before = contract.number, contract.technology_amount
    contract.refresh_from_db()
    assert (contract.number, contract.version) == (number, 2)
    assert contract.technology_amount == (before or 0) + 300_000
    kept = contract.decisions.get(act="amend")
    assert (kept.version, kept.technology_amount) == (2, 1_300_000)


def test_the_same_amendment_twice_is_one() -> None:
    owner, _registrar, contract = decided()
    given: dict[str, Any] = {
        "contract_id": contract.id,
        "reason": WHY,
        "at": AT,
        "key": contract.id,
        "values": more(contract),
    }
    first = services.file_amendment(actor=owner, **given)
    assert services.file_amendment(actor=owner, **given).id == first.id


def test_an_amendment_is_declined_with_reasons_or_taken_back() -> None:
    owner, registrar, contract = decided()
    given: dict[str, Any] = {"contract_id": contract.id, "reason": WHY, "at": AT}
    first = services.file_amendment(actor=owner, values=more(contract), **given)
    services.decide_amendment(
        actor=registrar, amendment_id=first.id, applies=False, answer=WHY, at=AT
    )
    second = services.file_amendment(actor=owner, values=more(contract), **given)
    with pytest.raises(PermissionDenied):
        services.withdraw_amendment(actor=registrar, amendment_id=second.id, at=AT)
    services.withdraw_amendment(actor=owner, amendment_id=second.id, at=AT)
    with pytest.raises(Refused) as refused:
        services.withdraw_amendment(actor=owner, amendment_id=second.id, at=AT)
    assert codes(refused) == {"flow.wrong_stage"}
    contract.refresh_from_db()
    assert (contract.version, contract.contract_value) == (1, 1_200_000)


def test_a_wrong_amendment_is_refused_before_it_is_filed() -> None:
    owner, _registrar, contract = decided()
    given: dict[str, Any] = {"actor": owner, "contract_id": contract.id, "at": AT}
    same = values_of(Contract.objects.get(pk=contract.pk))
    with pytest.raises(Refused) as refused:
        services.file_amendment(values=same, reason="", **given)
    assert codes(refused) == {
        "contracts.nothing_changed",
        "contracts.reasons_too_short",
    }
    late = {**same, "signed_on": "2026-05-12"}
    later = {**given, "at": AT + timedelta(days=10)}
    with pytest.raises(Refused) as refused:
        services.file_amendment(values=late, reason=WHY, **later)
    assert codes(refused) == {"contracts.day_out_of_range"}
    wrong = {**more(contract), "is_classified": True, "parties": []}
    with pytest.raises(Refused) as refused:
        services.file_amendment(values=wrong, reason=WHY, **given)
    assert {"contracts.classified", "contracts.side_missing"} <= codes(refused)


def test_a_state_secret_is_not_even_kept_as_a_draft() -> None:
    with pytest.raises(Refused) as refused:
        make_draft(is_classified=True)
    assert codes(refused) == {"contracts.classified"}
    assert not Contract.objects.exists()


def test_an_appeal_that_is_upheld_is_decided_anew_by_two_under_the_same_number() -> None:
    owner, _registrar, contract = decided()
    given: dict[str, Any] = {"contract_id": contract.id, "at": AT}
    appeal = services.file_appeal(actor=owner, grounds="样机应属合理数量，不应扣除。", **given)
    officer = make_supervisor()
    assert list(appeals_to_decide(officer)) == [appeal]
    services.decide_appeal(actor=officer, appeal_id=appeal.id, upholds=True, answer=WHY, at=AT)
    contract.refresh_from_db()
    assert (contract.stage, contract.registrar_id) == ("reviewing", None)
    first, second = (make_registrar(make_office()) for _one in range(2))
    services.take_contract(actor=first, **given)
    kept = {0: Deduction(amount=Decimal(0), reason="样机一套，属合理数量。")}
    ruling = ruling_for(contract, deductions=kept)
    with pytest.raises(Refused) as refused:
        services.register_contract(actor=first, ruling=ruling, **given)
    assert codes(refused) == {"contracts.needs_second"}
    services.propose_decision(actor=first, outcome="register", ruling=ruling, **given)
    done = services.countersign_decision(actor=second, agrees=True, **given)
    assert (done.number, done.version) == (contract.number, 2)
    assert done.technology_amount == Decimal(1_200_000)
    acts = [decision.act for decision in done.decisions.all()]
    assert acts == ["accept", "register", "redetermine", "propose", "register"]


def test_an_appeal_comes_in_time_once_and_from_who_has_to_do_with_it() -> None:
    owner, registrar, contract = decided()
    given: dict[str, Any] = {"contract_id": contract.id, "grounds": WHY}
    with pytest.raises(PermissionDenied):
        services.file_appeal(actor=registrar, at=AT, **given)
    with pytest.raises(Refused) as refused:
        services.file_appeal(actor=owner, at=AT + timedelta(days=61), **given)
    assert codes(refused) == {"contracts.appeal_too_late"}
    services.file_appeal(actor=owner, at=AT + timedelta(days=60), **given)
    with pytest.raises(Refused) as refused:
        services.file_appeal(actor=owner, at=AT, **given)
    assert codes(refused) == {"contracts.appeal_open"}
    officer, elsewhere = make_supervisor(), make_supervisor("33")
    appeal = Appeal.objects.get()
    dismissed: dict[str, Any] = {
        "appeal_id": appeal.id,
        "upholds": False,
        "answer": WHY,
    }
    with pytest.raises(Appeal.DoesNotExist):
        services.decide_appeal(actor=elsewhere, at=AT, **dismissed)
    services.decide_appeal(actor=officer, at=AT, **dismissed)
    contract.refresh_from_db()
    assert contract.stage == "registered"


def test_a_refused_contract_may_be_registered_after_an_appeal() -> None:
    first, second = (make_registrar(make_office()) for _one in range(2))
    owner = actor_of(make_seller())
    contract = make_reviewing(first, owner)
    given: dict[str, Any] = {"contract_id": contract.id, "at": AT}
    services.refuse_contract(actor=first, reasons="属简单改型，无技术创新内容。", **given)
    appeal = services.file_appeal(actor=owner, grounds=WHY, **given)
    officer = make_supervisor()
    services.decide_appeal(actor=officer, appeal_id=appeal.id, upholds=True, answer=WHY, at=AT)
    taken = services.take_contract(actor=second, **given)
    assert decide(taken, second, first).number == "2026210208000001"


def test_the_end_of_a_registration_keeps_its_number_and_ends_what_was_open() -> None:
    owner, registrar, contract = decided()
    given: dict[str, Any] = {"contract_id": contract.id, "at": AT}
    wish = services.file_amendment(actor=owner, values=more(contract), reason=WHY, **given)
    with pytest.raises(PermissionDenied):
        services.cancel_contract(actor=owner, reasons=WHY, **given)
    done = services.cancel_contract(actor=registrar, reasons=WHY, **given)
    wish.refresh_from_db()
    assert (done.stage, done.number, wish.stage) == (
        "cancelled",
        contract.number,
        "declined",
    )
    with pytest.raises(Refused) as refused:
        services.cancel_contract(actor=registrar, reasons=WHY, **given)
    assert codes(refused) == {"flow.wrong_stage"}


def test_revoking_names_its_document() -> None:
    _owner, registrar, contract = decided()
    given: dict[str, Any] = {"actor": registrar, "contract_id": contract.id, "at": AT}
    with pytest.raises(Refused) as refused:
        services.revoke_contract(reasons="", references=(" ",), **given)
    assert codes(refused) == {
        "contracts.reasons_too_short",
        "contracts.reference_missing",
    }
    done = services.revoke_contract(reasons=WHY, references=("细则第二十条",), **given)
    assert done.stage == "revoked"


def tax_office() -> Actor:
    """Store a verified tax office with one officer."""
    home = make_organisation(kind="government", level="city", region_id="320100")
    person = Person.objects.create(email=f"{home.id}@example.org")
    held = Membership.objects.create(
        person=person, organisation=home, role="officer", created_at=AT
    )
    return actor_of(home, "officer", id=held.id, person_id=person.id, region="3201")


def test_a_tax_office_reads_what_it_is_granted_and_as_long() -> None:
    owner, _registrar, contract = decided()
    tax = tax_office()
    assert tax.organisation_id is not None
    given: dict[str, Any] = {"contract_id": contract.id, "to_id": tax.organisation_id}
    stranger = make_organisation()
    with pytest.raises(Refused) as refused:
        services.grant_access(actor=owner, at=AT, **{**given, "to_id": stranger.id})
    assert codes(refused) == {"contracts.not_a_tax_office"}
    with pytest.raises(PermissionDenied):
        services.grant_access(actor=make_supervisor(), at=AT, **given)
    services.grant_access(actor=owner, at=AT, until=AT + timedelta(days=1), **given)
    assert grant_holders(contract, at=AT) == [tax.organisation_id]
    # The grant ended long ago by the clock of the database.
    Grant.objects.update(until=AT + timedelta(seconds=1), at=AT)
    assert not visible_to(tax).exists()
    services.grant_access(actor=owner, at=AT, **given)
    assert visible_to(tax).get() == contract
    appeal = services.file_appeal(
        actor=tax, contract_id=contract.id, grounds=WHY, at=AT + timedelta(days=900)
    )
    assert appeal.by == "office"
    services.end_access(actor=owner, at=AT, **given)
    assert not visible_to(tax).exists()


def _docx() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return made.getvalue()


def test_papers_have_versions_and_every_reading_is_kept() -> None:
    owner = actor_of(make_seller())
    contract = make_draft(owner)
    given: dict[str, Any] = {"actor": owner, "contract_id": contract.id, "at": AT}
    filed: dict[str, Any] = {"kind": "attachment", "name": "..\\C:/附件.docx", **given}
    first = services.add_paper(chunks=[_docx()], **filed)
    assert services.add_paper(chunks=[_docx()], **filed).pk == first.pk
    second = services.add_paper(chunks=[b"%PDF-1.7"], **{**filed, "name": "附件.docx"})
    assert (first.name, first.version, second.version) == ("附件.docx", 1, 2)
    assert (second.file_type, "wordprocessing" in first.file_type) == (
        "application/pdf",
        True,
    )
    for wrong, code in ((b"MZ\x90\x00", "file_type"), (b"", "file_type")):
        with pytest.raises(Refused) as refused:
            services.add_paper(chunks=[wrong], **filed)
        assert codes(refused) == {f"contracts.{code}"}
    services.submit_contract(actor=owner, contract_id=contract.id, at=AT)
    registrar = make_registrar(make_office())
    found, place = services.open_paper(
        actor=registrar, contract_id=contract.id, paper_id=first.pk, at=AT
    )
    assert (found, place.read_bytes()) == (first, _docx())
    read = Entry.objects.get(code="contracts.paper_opened")
    assert read.actor_id == registrar.id


def test_papers_of_others_are_not_there() -> None:
    contract = make_submitted()
    paper = contract.papers.get()
    stranger = actor_of(make_organisation())
    given: dict[str, Any] = {"contract_id": contract.id, "at": AT}
    with pytest.raises(Contract.DoesNotExist):
        services.open_paper(actor=stranger, paper_id=paper.pk, **given)
    other = make_submitted()
    owner = actor_of(other.organisation)
    with pytest.raises(Paper.DoesNotExist):
        services.open_paper(actor=owner, contract_id=other.id, paper_id=paper.pk, at=AT)


def test_a_merge_takes_contracts_and_grants_along() -> None:
    kept, gone = make_seller(), make_seller()
    ours, theirs = make_draft(actor_of(kept)), make_draft(actor_of(gone))
    for contract in (ours, theirs):
        contract.source, contract.external_id = "table", "7"
        contract.save(update_fields=["source", "external_id"])
    for home in (kept, gone):
        Grant.objects.create(contract=ours, organisation=home, granted_by=kept.id, at=AT)
    ids = {"kept_id": kept.id, "absorbed_id": gone.id}
    assert (services.move_contracts(**ids), services.move_grants(**ids)) == (1, 0)
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (theirs.organisation_id, ours.external_id, theirs.external_id) == (kept.id, "7", "")
    assert ours.grants.get().organisation_id == kept.id
