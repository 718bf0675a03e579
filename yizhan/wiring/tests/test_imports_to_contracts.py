"""A table of an office becomes registered contracts, and its bad rows a table to mend."""

from typing import Any

import pytest

from yizhan.contracts.models import Contract
from yizhan.contracts.tests.factories import AT, make_office, make_registrar
from yizhan.imports.models import RowProblem, Run
from yizhan.imports.services import create_run, map_columns, perform_run, start_run

pytestmark = pytest.mark.django_db
HEADERS = "登记编号,合同名称,合同类别,签订日期,登记日期,合同成交总额（万元）,技术交易额（万元）"
SIDES = "卖方名称,卖方行政区划,买方名称,买方行政区划,技术领域"
PLACES = "滨海工业大学,大连市,舟山泵业有限公司,浙江省舟山市,新材料及其应用"
ROWS = [
    f"2015210208000001,叶轮强化开发,技术开发,2015-03-02,2015-04-01,100,80,{PLACES}",
    f"98210208000007,泵轴许可,技术许可,1998-03-02,1998-04-01,12.5,,{PLACES}",
    f"2015210208000002,泵壳开发,技术开发,2015-05-02,2015-04-01,100,80,{PLACES}",
    f"2015210208000003,泵壳服务,技术服务,2015-03-02,2015-04-01,100,120,{PLACES}",
    "2015210208000004,咨询,技术咨询,2015-03-02,2015-04-01,9,9,甲所,2102,乙所,无此地,新材料",
]


def imported(rows: list[str]) -> Run:
    """Bring a table in as the page does."""
    office = make_office()
    actor: Any = make_registrar(office)
    text = "\n".join([f"{HEADERS},{SIDES}", *rows])
    run = create_run(
        actor=actor,
        target_code="contracts.contract.past",
        file_name="past.csv",
        chunks=[text.encode()],
        at=AT,
    )
    map_columns(actor=actor, run_id=run.id, plan=run.mapping, at=AT)
    start_run(actor=actor, run_id=run.id, at=AT, in_background=False)
    return perform_run(run_id=run.id, clock=lambda: AT)


def test_a_table_of_the_past_is_taken_over_and_bad_rows_come_back() -> None:
    """Ten thousand yuan are read from the header; a licence of 1998 was an assignment."""
    run = imported(ROWS)
    assert (run.created, run.refused) == (2, 3)
    stored = {row.number: row for row in Contract.objects.all()}
    assert (stored["2015210208000001"].contract_value, stored["98210208000007"].kind) == (
        1_000_000,
        "assignment",
    )
    assert stored["98210208000007"].technology_amount == 125_000
    assert stored["2015210208000001"].buyer_region_id == "330900"
    found = {one["code"] for row in RowProblem.objects.all() for one in row.refusals}
    assert found == {
        "contracts.past_signed_later",
        "contracts.past_amount_above_value",
        "contracts.past_region_unknown",
    }


def test_the_same_table_again_changes_nothing_and_a_mended_row_its_contract() -> None:
    """The number names the row."""
    imported(ROWS[:2])
    again = imported(ROWS[:2])
    assert (again.unchanged, again.created) == (2, 0)
    mended = imported([ROWS[0].replace(",100,80,", ",100,60,"), ROWS[1]])
    assert (mended.updated, mended.unchanged) == (1, 1)
    stored = Contract.objects.get(number="2015210208000001")
    assert stored.technology_amount == 600_000
