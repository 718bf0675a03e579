"""The cells say what a full recount says, whatever happens to the contracts."""

import threading
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yizhan.contracts.models import Contract
from yizhan.contracts.stages import Stage
from yizhan.contracts.tests.factories import make_contract, make_office, make_organisation
from yizhan.statistics.models import Cell, Movement, Pending
from yizhan.statistics.queries import Figure, cell_differences, figures, totals
from yizhan.statistics.services import fold_pending, rebuild_cells
from yizhan.statistics.terms import FOREIGN, NATION, UNKNOWN, Axis, Grain, Side
from yizhan.statistics.tests.factories import make_counted

YEAR: Any = {"since": 202600, "until": 202612}


def wrong() -> list[Any]:
    return list(cell_differences())


def nation() -> Figure:
    return totals([NATION], **YEAR).get((NATION, 2026), Figure())


@pytest.mark.django_db
def test_a_registered_contract_counts_in_nation_province_and_city_at_once() -> None:
    make_counted()
    found = totals([NATION, "210000", "210200", "330000"], **YEAR)
    assert found == {
        (place, 2026): Figure(1, 100_000_000, 90_000_000)
        for place in (NATION, "210000", "210200")
    }
    bought = figures([Axis.PARTNER], ["330900"], side=Side.BUYER, **YEAR)
    assert [(row.code, row.figure.contracts) for row in bought] == [("210000", 1)]
    assert wrong() == []


@pytest.mark.django_db
def test_a_draft_does_not_count() -> None:
    draft = make_contract()
    draft.title = "改"
    draft.save(update_fields=["title"])
    assert nation() == Figure()
    assert not Movement.objects.exists()


@pytest.mark.django_db
def test_an_amendment_changes_the_figures_by_exactly_its_amount() -> None:
    contract = make_counted()
    fold_pending()
    Contract.objects.filter(pk=contract.pk).update(
        contract_value=Decimal("1234567.89"), technology_amount=Decimal("900000.01"), version=2
    )
    assert nation() == Figure(1, 123_456_789, 90_000_001)
    assert [m.cause for m in Movement.objects.order_by("id")] == [
        "entered",
        "changed",
        "changed",
    ]
    assert wrong() == []
    fold_pending()
    assert nation() == Figure(1, 123_456_789, 90_000_001)
    assert wrong() == []


@pytest.mark.django_db
def test_what_no_table_shows_moves_no_figure() -> None:
    contract = make_counted()
    Contract.objects.filter(pk=contract.pk).update(title="另一个题目", version=2)
    assert Movement.objects.count() == 1


@pytest.mark.django_db
def test_a_cancelled_contract_no_longer_counts() -> None:
    contract = make_counted()
    make_counted(contract_value=Decimal("2000000.00"))
    fold_pending()
    Contract.objects.filter(pk=contract.pk).update(stage=Stage.CANCELLED)
    assert nation() == Figure(1, 200_000_000, 90_000_000)
    assert wrong() == []


@pytest.mark.django_db
def test_folding_twice_folds_nothing_twice() -> None:
    make_counted()
    assert Pending.objects.count() == 1
    assert fold_pending() == 1
    assert fold_pending() == 0
    assert nation().contracts == 1
    assert (
        Cell.objects.filter(side=Side.SELLER, place=NATION, axis=Axis.TOTAL).get().contracts
        == 1
    )


@pytest.mark.django_db
def test_foreign_and_nameless_regions_have_places_of_their_own() -> None:
    make_counted(buyer_region_id=None, buyer_country="502")
    make_counted(buyer_region_id=None)
    make_counted(buyer_region_id="330000", seller_region_id="110108")
    flows = figures([Axis.PARTNER], [NATION], **YEAR)
    assert {row.code for row in flows} == {FOREIGN, UNKNOWN, "330000"}
    # A county of a municipality stands for a city; a province is no city.
    assert totals(["110108"], **YEAR)[("110108", 2026)].contracts == 1
    assert wrong() == []


@pytest.mark.django_db
def test_quarters_and_months_add_up_to_the_year() -> None:
    for month in (1, 3, 4, 5):
        make_counted(registered_on=date(2026, month, 28), signed_on=date(2026, 1, 1))
    quarters = totals([NATION], **YEAR, grain=Grain.QUARTER)
    assert {key[1]: figure.contracts for key, figure in quarters.items()} == {
        20261: 2,
        20262: 2,
    }
    months = totals([NATION], **YEAR, grain=Grain.MONTH)
    assert sum(figure.contracts for figure in months.values()) == nation().contracts == 4


@pytest.mark.django_db
def test_a_wrong_cell_is_named() -> None:
    make_counted()
    fold_pending()
    Cell.objects.filter(side="s", place="210000", axis=Axis.KIND).update(contracts=5)
    [difference] = wrong()
    assert (difference.place, difference.axis, difference.code) == (
        "210000",
        Axis.KIND,
        "development",
    )
    assert (difference.told.contracts, difference.counted.contracts) == (5, 1)
    rebuild_cells()
    assert wrong() == []


@pytest.mark.django_db
def test_the_history_of_figures_cannot_be_changed() -> None:
    make_counted()
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        Movement.objects.update(value_fen=1)


steps = st.lists(
    st.tuples(
        st.sampled_from(["enter", "amend", "cancel", "move", "fold", "bulk"]),
        st.integers(0, 9),
        st.decimals(min_value=0, max_value=10**9, places=2),
    ),
    min_size=1,
    max_size=12,
)


def act(step: str, rows: QuerySet[Contract], amount: Decimal, made: list[Any]) -> None:
    """Do to one contract, or to all, what verbs and imports may do."""
    if step == "amend":
        rows.update(contract_value=amount, claimed_amount=0, technology_amount=0)
    elif step == "cancel":
        rows.filter(stage=Stage.REGISTERED).update(stage=Stage.CANCELLED)
    elif step == "move":
        rows.update(seller_region_id="330200", field="01")
    elif step == "bulk":
        Contract.objects.filter(pk__in=made).update(kind="service", subkind="")
    else:
        fold_pending()


@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_any_sequence_of_steps_leaves_cells_equal_to_a_recount(
    drawn: list[tuple[str, int, Decimal]],
) -> None:
    with transaction.atomic():
        office, house = make_office(), make_organisation()
        made: list[Any] = []
        for step, which, amount in drawn:
            if step == "enter" or not made:
                made.append(make_counted(office=office, organisation=house).pk)
                continue
            rows = Contract.objects.filter(pk=made[which % len(made)])
            act(step, rows, amount, made)
        assert wrong() == []
        fold_pending()
        assert wrong() == []
        transaction.set_rollback(True)


def write(own: list[Any], failures: list[BaseException]) -> None:
    """Amend each contract three times, then cancel it."""
    try:
        for turn, key in enumerate(own * 4):
            rows = Contract.objects.filter(pk=key)
            if turn < len(own) * 3:
                value = Decimal(turn + 1)
                rows.update(contract_value=value, claimed_amount=0, technology_amount=1)
            else:
                rows.update(stage=Stage.CANCELLED)
    except BaseException as error:  # noqa: BLE001 -- told to the test
        failures.append(error)
    finally:
        connections["default"].close()


def test_many_writers_and_a_folder_at_once_lose_nothing(committed: None) -> None:
    office, house = make_office(), make_organisation()
    made = [make_counted(office=office, organisation=house).pk for _ in range(12)]
    stop = threading.Event()
    failures: list[BaseException] = []

    def fold() -> None:
        while not stop.is_set():
            fold_pending(most=3)
        connection.close()

    folder = threading.Thread(target=fold)
    writers = [
        threading.Thread(target=write, args=(made[start::4], failures)) for start in range(4)
    ]
    for thread in (folder, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    folder.join()
    assert failures == []
    assert wrong() == []
    assert nation().contracts == 0
    assert Movement.objects.count() == 12 + 12 * 3 * 2 + 12
