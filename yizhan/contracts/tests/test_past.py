"""Contracts of past years: their old numbers, the rules of their day, refusals one can mend."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from yizhan.contracts.models import Contract, NumberSeries, Party
from yizhan.contracts.past.rules import against, fitted, parts_of
from yizhan.contracts.permissions import visible_to
from yizhan.contracts.services import (
    Past,
    PastAnswer,
    PastContract,
    PastParty,
    import_past_contracts,
)
from yizhan.contracts.terms import LICENCES
from yizhan.contracts.tests.factories import (
    AT,
    TODAY,
    actor_of,
    make_decided,
    make_office,
    make_organisation,
    make_registrar,
)
from yizhan.kernel.codes import uscc_with_check

SELLER = PastParty(name="大连理工大学", region="210200", nature="022")
BUYER = PastParty(name="舟山泵业有限公司", region="330900", nature="150")


def past(serial: int = 1, **values: Any) -> PastContract:
    """Describe one sound contract of 2015 unless told otherwise."""
    wanted: dict[str, Any] = {
        "number": f"2015210208{serial:06d}",
        "title": "离心泵叶轮表面强化技术开发",
        "kind": "development",
        "signed_on": date(2015, 3, 2),
        "registered_on": date(2015, 4, 1),
        "value": Decimal(1_000_000),
        "amount": Decimal(800_000),
        "seller": SELLER,
        "buyer": BUYER,
    }
    return PastContract(**{**wanted, **values})


def codes(row: PastContract) -> set[str]:
    """Name what stands against a row, without the common prefix."""
    return {one.code.removeprefix("contracts.past_") for one in against(row, today=TODAY)}


def test_a_sound_row_has_nothing_against_it() -> None:
    assert codes(past()) == set()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"number": "20152102080001"[:13]}, "number_malformed"),
        ({"number": "2015210208OOO123"}, "number_malformed"),
        ({"registered_on": date(2030, 1, 1)}, "not_yet"),
        ({"signed_on": date(2015, 4, 2)}, "signed_later"),
        ({"accepted_on": date(2015, 4, 2)}, "accepted_later"),
        (
            {"effective_from": date(2015, 2, 2), "effective_until": date(2015, 2, 1)},
            "ends_before_it_begins",
        ),
        ({"value": Decimal(-1), "amount": Decimal(0)}, "value_absurd"),
        ({"value": Decimal(10) ** 13}, "value_absurd"),
        ({"amount": Decimal(1_000_001)}, "amount_above_value"),
        ({"seller": replace(SELLER, code="91350100M000100Y44")}, "code_invalid"),
        ({"buyer": replace(BUYER, name=SELLER.name)}, "both_sides"),
    ],
)
def test_what_cannot_be_true_is_refused(values: dict[str, Any], code: str) -> None:
    assert code in codes(past(**values))


def test_nine_digits_were_a_code_until_2017() -> None:
    old = replace(SELLER, code="M000100Y4")
    assert codes(past(seller=old)) == set()
    late: dict[str, Any] = {"signed_on": date(2018, 1, 1), "registered_on": date(2018, 2, 1)}
    assert codes(past(seller=old, **late)) == {"code_too_late"}


def test_a_licence_before_2021_was_an_assignment_and_is_a_kind_since() -> None:
    licence = past(kind="licence", subkind="patent_ordinary")
    old = fitted(licence, licences=LICENCES, has_licences=False)
    assert (old.kind, old.subkind) == ("assignment", "patent_ordinary")
    assigned = replace(licence, kind="assignment")
    assert fitted(assigned, licences=LICENCES, has_licences=True).kind == "licence"


def test_short_and_long_numbers_name_their_office() -> None:
    short, long = parts_of("98210208000123"), parts_of("2015210208000123")
    assert (short.year, short.prefix, short.code, short.serial) == (1998, "2102", "08", 123)
    assert (long.year, long.prefix, long.code) == (2015, "2102", "08")


def take(*rows: PastContract, ids: Any = None, **options: Any) -> list[PastAnswer]:
    """Import rows as the office of the numbers."""
    office = make_office()
    home = office.organisation_id
    actor = options.pop("actor", None) or make_registrar(office)
    known = ids or [None] * len(rows)
    given = [Past(contract=row, contract_id=pk) for row, pk in zip(rows, known, strict=True)]
    wanted = {"actor": actor, "home": home, "at": AT, **options}
    return import_past_contracts(given, **wanted)


@pytest.mark.django_db
def test_rows_become_registered_contracts_under_their_numbers() -> None:
    code = uscc_with_check("91330900MA2800001")
    mill = make_organisation(uscc=code)
    rows = [past(1), past(2, buyer=replace(BUYER, code=code), number="98210208000123")]
    answers = take(*rows)
    assert [one.result for one in answers] == ["created", "created"]
    stored = Contract.objects.get(number="98210208000123")
    assert (stored.stage, stored.regime) == ("registered", "2000")
    assert stored.technology_amount == Decimal(800_000)
    parties = Party.objects.filter(contract=stored).values_list("side", "organisation_id")
    assert set(parties) == {("seller", None), ("buyer", mill.id)}


@pytest.mark.django_db
def test_the_office_counts_on_behind_the_numbers() -> None:
    take(past(41), past(7))
    series = NumberSeries.objects.get(office=make_office(), year=2015)
    assert series.last == 41


@pytest.mark.django_db
def test_a_number_belongs_to_one_contract() -> None:
    take(past(1))
    again, *twice = take(past(1), past(2), past(2))
    assert again.refusals[0].code == "contracts.past_number_taken"
    assert {one.refusals[0].code for one in twice} == {"contracts.past_number_repeated"}


@pytest.mark.django_db
def test_a_row_known_before_is_changed_until_the_office_touches_it() -> None:
    first = take(past(1))[0]
    more = past(1, value=Decimal(2_000_000))
    second = take(more, ids=[first.contract_id])[0]
    assert (second.result, second.contract_id) == ("updated", first.contract_id)
    stored = Contract.objects.get(pk=str(first.contract_id))
    assert stored.contract_value == Decimal(2_000_000)
    assert stored.parties.count() == 2
    Contract.objects.filter(pk=stored.pk).update(version=2)
    third = take(more, ids=[first.contract_id])[0]
    assert third.refusals[0].code == "contracts.past_changed_since"


@pytest.mark.django_db
def test_another_office_and_strangers_are_kept_out() -> None:
    make_office("330100", "01", name="杭州登记处")
    answer = take(past(number="2015330101000001"))[0]
    assert answer.refusals[0].code == "contracts.past_other_office"
    with pytest.raises(PermissionDenied):
        take(past(3), actor=actor_of(make_organisation()))


@pytest.mark.django_db
def test_days_before_the_law_are_refused() -> None:
    answer = take(past(signed_on=date(1990, 1, 1), registered_on=date(1990, 2, 1)))[0]
    assert answer.refusals[0].code == "contracts.past_before_the_law"


@pytest.mark.django_db
def test_the_kind_follows_the_day_of_acceptance() -> None:
    """Registered in 2021, accepted in 2020: still one of four kinds."""
    days: dict[str, Any] = {
        "signed_on": date(2020, 12, 1),
        "accepted_on": date(2020, 12, 30),
        "registered_on": date(2021, 1, 5),
    }
    answer = take(past(kind="licence", **days))[0]
    assert Contract.objects.get(pk=str(answer.contract_id)).kind == "assignment"


@pytest.mark.django_db
def test_what_the_office_decides_here_is_no_past_for_its_registrar() -> None:
    make_decided()
    late: dict[str, Any] = {
        "signed_on": TODAY,
        "registered_on": TODAY,
        "number": "2026210208000900",
    }
    (answer,) = take(past(**late))
    assert [one.code for one in answer.refusals] == ["contracts.past_not_past"]
    assert take(past())[0].result == "created"


@pytest.mark.django_db
def test_a_seller_nobody_verified_does_not_own_what_is_imported() -> None:
    code = uscc_with_check("91330900MA2800001")
    claimed = make_organisation(uscc=code, verification="unverified", verified_at=None)
    (answer,) = take(past(seller=replace(SELLER, code=code)))
    stored = Contract.objects.get()
    assert answer.contract_id == stored.pk
    assert stored.organisation_id != claimed.pk
    assert stored not in visible_to(actor_of(claimed))
