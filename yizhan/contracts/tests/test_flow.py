"""A contract from the draft to the number, and what stands in its way."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from yizhan.audit.models import Entry
from yizhan.contracts import services
from yizhan.contracts.models import Contract
from yizhan.contracts.queries import content_of, queue_counts, values_of, visible_to
from yizhan.contracts.services import Deduction
from yizhan.contracts.services.steps import last_day
from yizhan.contracts.tasks import note_overdue_contracts
from yizhan.contracts.tests.factories import (
    AT,
    actor_of,
    make_accepted,
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
from yizhan.kernel.actors import Actor, machine
from yizhan.kernel.refusals import Refused

pytestmark = pytest.mark.django_db
BECAUSE = "材料齐全，符合认定条件，依据规则第二十一条。"


def codes(refused: Any) -> set[str]:
    return {one.code for one in refused.value.refusals}


def test_a_contract_goes_from_the_draft_to_its_number() -> None:
    owner = actor_of(make_seller())
    contract = make_draft(owner)
    assert (contract.claimed_amount, contract.seller_region_id) == (1_000_000, "210200")
    given: dict[str, Any] = {"contract_id": contract.id, "at": AT}
    services.submit_contract(actor=owner, **given)
    registrar = make_registrar(make_office())
    services.request_correction(actor=registrar, reasons="请补充验收指标和附件。", **given)
    values = values_of(Contract.objects.get(pk=contract.pk)) | {"note": "已补充验收指标"}
    values["screening"] = {}
    services.save_draft(actor=owner, values=values, version=1, **given)
    services.submit_contract(actor=owner, **given)
    services.accept_contract(actor=registrar, **given)
    taken = services.take_contract(actor=registrar, **given)
    assert (taken.regime, last_day(taken.due_at)) == ("2026", "2026-06-01")
    done = services.register_contract(actor=registrar, ruling=ruling_for(taken), **given)
    assert (done.stage, done.number) == ("registered", "2026210208000001")
    assert done.technology_amount == Decimal(1_000_000)
    acts = [decision.act for decision in done.decisions.all()]
    assert acts == ["correct", "accept", "register"]
    told = Entry.objects.filter(subject_id=contract.id).order_by("pk")
    assert list(told.values_list("code", flat=True)) == [
        "contracts.drafted",
        "contracts.submitted",
        "contracts.correction_asked",
        "contracts.edited",
        "contracts.submitted",
        "contracts.accepted",
        "contracts.taken",
        "contracts.registered",
        "contracts.certificate_issued",
    ]


def test_numbers_of_an_office_follow_each_other() -> None:
    numbers = [make_decided().number for _one in range(3)]
    assert numbers == [f"2026210208{n:06d}" for n in (1, 2, 3)]


def test_what_is_claimed_may_be_found_to_be_less() -> None:
    registrar = make_registrar(make_office())
    contract = make_reviewing(registrar)
    cut = {0: Deduction(amount=Decimal(150_000))}
    given: dict[str, Any] = {"actor": registrar, "contract_id": contract.id, "at": AT}
    with pytest.raises(Refused) as refused:
        services.register_contract(ruling=ruling_for(contract, deductions=cut), **given)
    assert codes(refused) == {"contracts.deduction_needs_reason"}
    cut = {0: Deduction(amount=Decimal(150_000), reason="一套属合理数量。")}
    done = services.register_contract(ruling=ruling_for(contract, deductions=cut), **given)
    assert done.technology_amount == Decimal(1_050_000)
    cost = done.costs.get()
    assert (cost.decided_deduction, cost.decided_reason) == (150_000, "一套属合理数量。")


def test_a_related_party_needs_a_second_registrar() -> None:
    first, second = (make_registrar(make_office()) for _one in range(2))
    contract = make_reviewing(first, is_related_party=True)
    given: dict[str, Any] = {"contract_id": contract.id, "at": AT}
    ruling = ruling_for(contract)
    with pytest.raises(Refused) as refused:
        services.register_contract(actor=first, ruling=ruling, **given)
    assert codes(refused) == {"contracts.needs_second"}
    services.propose_decision(actor=first, outcome="register", ruling=ruling, **given)
    with pytest.raises(Refused) as refused:
        services.countersign_decision(actor=first, agrees=True, **given)
    assert codes(refused) == {"contracts.second_is_first"}
    services.countersign_decision(actor=second, agrees=False, reasons=BECAUSE, **given)
    services.propose_decision(actor=first, outcome="register", ruling=ruling, **given)
    done = services.countersign_decision(actor=second, agrees=True, **given)
    kept = done.decisions.get(act="register")
    people = (first.person_id, second.person_id)
    assert (kept.registrar_id, kept.second_registrar_id) == people
    assert done.stage == "registered"


def test_a_refusal_that_two_must_see_is_countersigned_too() -> None:
    first, second = (make_registrar(make_office()) for _one in range(2))
    contract = make_reviewing(first, contract_value="9000000", lines=[])
    given: dict[str, Any] = {"contract_id": contract.id, "at": AT}
    ruling = ruling_for(contract, reasons="简单改型，不具有技术创新内容。")
    services.propose_decision(actor=first, outcome="refuse", ruling=ruling, **given)
    done = services.countersign_decision(actor=second, agrees=True, **given)
    assert (done.stage, done.number, done.second_because) == ("refused", None, ["large"])
    assert done.decisions.get(act="refuse").reasons == ruling.reasons


def test_nobody_rules_itself_out_of_a_second_pair_of_eyes() -> None:
    """What was found to be large stays so, even when less is found the next time."""
    first, second = (make_registrar(make_office()) for _one in range(2))
    contract = make_reviewing(first, contract_value="5100000", lines=[])
    given: dict[str, Any] = {"contract_id": contract.id, "at": AT}
    less = ruling_for(contract)
    kept = {0: Deduction(amount=Decimal(0), reason="属合理数量，不予扣除。")}
    large = ruling_for(contract, deductions=kept)
    services.propose_decision(actor=first, outcome="register", ruling=large, **given)
    services.send_back_proposal(actor=second, reasons=BECAUSE, **given)
    with pytest.raises(Refused) as refused:
        services.register_contract(actor=first, ruling=less, **given)
    assert codes(refused) == {"contracts.needs_second"}
    services.propose_decision(actor=first, outcome="register", ruling=less, **given)
    done = services.countersign_decision(actor=second, agrees=True, **given)
    assert (done.technology_amount, done.second_because) == (4_900_000, ["large"])


def test_chance_sends_some_contracts_to_a_second_registrar(settings: Any) -> None:
    settings.YIZHAN_CONTRACTS_SAMPLE = Decimal(100)
    registrar = make_registrar(make_office())
    contract = make_reviewing(registrar)
    ruling = ruling_for(contract)
    assert services.second_reasons(contract, content_of(contract), ruling) == ["sample"]


def test_nobody_decides_on_its_own_house_or_on_another_ones_desk() -> None:
    office = make_office()
    first, other = make_registrar(office), make_registrar(office)
    contract = make_reviewing(first)
    given: dict[str, Any] = {"contract_id": contract.id, "at": AT}
    with pytest.raises(Refused) as refused:
        services.register_contract(actor=other, ruling=ruling_for(contract), **given)
    assert codes(refused) == {"contracts.held_by_other"}
    services.take_contract(actor=other, **given)
    assert services.register_contract(actor=other, ruling=ruling_for(contract), **given).number
    own = make_submitted(actor_of(office.organisation), **_filed_by(office.organisation))
    with pytest.raises(Refused) as refused:
        services.accept_contract(actor=first, contract_id=own.id, at=AT)
    assert codes(refused) == {"contracts.own_contract"}


def _filed_by(house: Any) -> dict[str, Any]:
    buyer = {
        "side": "buyer",
        "name": "舟山远洋泵业有限公司",
        "uscc": "91350100M000100Y43",
        "region": "330900",
        "nature": "150",
    }
    code = make_seller(name="甲单位").uscc
    house.uscc = code[:-1]
    seller = {**buyer, "side": "seller", "name": house.name, "uscc": "", "nature": "400"}
    return {"parties": [seller, buyer]}


def test_who_files_is_known() -> None:
    owner = actor_of(make_seller(verification="unverified", verified_at=None))
    draft = make_draft(owner)
    with pytest.raises(Refused) as refused:
        services.submit_contract(actor=owner, contract_id=draft.id, at=AT)
    assert codes(refused) == {"contracts.filer_not_verified"}


def test_the_same_contract_is_filed_once() -> None:
    owner = actor_of(make_seller())
    first = make_submitted(owner)
    again = make_draft(owner, title=first.title.replace(" ", "　"))
    with pytest.raises(Refused) as refused:
        services.submit_contract(actor=owner, contract_id=again.id, at=AT)
    assert codes(refused) == {"contracts.filed_already"}
    services.withdraw_contract(actor=owner, contract_id=first.id, at=AT)
    assert services.submit_contract(actor=owner, contract_id=again.id, at=AT).submitted_at


def test_a_step_from_elsewhere_is_refused_and_a_stranger_finds_nothing() -> None:
    contract = make_submitted()
    stranger, buyer = actor_of(make_organisation()), make_registrar(make_office("330900"))
    for actor in (stranger, buyer):
        with pytest.raises(Contract.DoesNotExist):
            services.accept_contract(actor=actor, contract_id=contract.id, at=AT)
    registrar = make_registrar(make_office())
    with pytest.raises(Refused) as refused:
        services.take_contract(actor=registrar, contract_id=contract.id, at=AT)
    assert codes(refused) == {"flow.wrong_stage"}
    supervisor = make_supervisor()
    with pytest.raises(PermissionDenied):
        services.accept_contract(actor=supervisor, contract_id=contract.id, at=AT)


def test_each_reader_sees_what_it_has_to_do_with() -> None:
    seller, buyer = make_seller(), make_organisation(uscc="91350100M000100Y43")
    draft, filed = make_draft(actor_of(seller)), make_submitted(actor_of(seller))
    tax = make_supervisor("32")
    readers: dict[str, tuple[Actor, set[Any]]] = {
        "seller": (actor_of(seller), {draft.id, filed.id}),
        "buyer": (actor_of(buyer), {filed.id}),
        "registrar": (make_registrar(make_office()), {filed.id}),
        "province": (make_supervisor("21"), {filed.id}),
        "elsewhere": (make_supervisor("33"), set()),
        "tax": (tax, set()),
        "worker": (machine("deadlines", "contracts.clock"), {draft.id, filed.id}),
    }
    for name, (actor, seen) in readers.items():
        assert set(visible_to(actor).values_list("id", flat=True)) == seen, name


def test_a_late_contract_is_noted_once_and_stays_where_it_is() -> None:
    contract = make_accepted()
    worker = machine("deadlines", "contracts.clock")
    given: dict[str, Any] = {"actor": worker, "contract_id": contract.id}
    assert not services.note_overdue(at=AT, **given)
    late = AT + timedelta(days=60)
    assert [services.note_overdue(at=late, **given) for _one in range(2)] == [True, False]
    contract.refresh_from_db()
    assert contract.stage == "accepted"
    registrar = make_registrar(make_office())
    assert queue_counts(registrar, at=late)["overdue"] == 1
    other = make_accepted()
    assert [note_overdue_contracts(0) for _one in range(2)] == [1, 0]
    other.refresh_from_db()
    assert other.overdue_noted_at


@pytest.mark.parametrize(
    ("region", "at", "regime", "last"),
    [
        ("210200", AT, "2026", "2026-06-01"),  # fifteen working days
        ("330100", AT, "2026", "2026-05-21"),  # ten days in Zhejiang
        ("310000", AT, "2026", "2026-05-20"),  # seven working days in Shanghai
        ("210200", AT.replace(month=2), "2000", "2026-03-13"),  # thirty days
    ],
)
def test_the_clock_runs_by_the_law_of_the_day_and_the_place(
    region: str, at: Any, regime: str, last: str
) -> None:
    office = make_office(region)
    owner = actor_of(make_seller())
    dates = {"signed_on": "2026-01-05", "effective_from": "2026-01-05"}
    contract = make_draft(owner, office=office.pk, **dates)
    given: dict[str, Any] = {"contract_id": contract.id, "at": at}
    services.submit_contract(actor=owner, **given)
    done = services.accept_contract(actor=make_registrar(office), **given)
    assert (done.regime, last_day(done.due_at)) == (regime, last)


def test_what_was_corrected_counts_from_the_day_the_correction_came_in() -> None:
    owner, registrar = actor_of(make_seller()), make_registrar(make_office())
    contract = make_submitted(owner)
    given: dict[str, Any] = {"contract_id": contract.id}
    services.request_correction(actor=registrar, reasons=BECAUSE, at=AT, **given)
    came_in = AT + timedelta(days=7)
    services.submit_contract(actor=owner, at=came_in, **given)
    done = services.accept_contract(actor=registrar, at=AT + timedelta(days=9), **given)
    assert (done.accepted_at, last_day(done.due_at)) == (came_in, "2026-06-08")
    with pytest.raises(Refused) as refused:
        services.submit_contract(actor=owner, at=came_in, **given)
    assert codes(refused) == {"flow.wrong_stage"}
