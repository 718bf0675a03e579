"""Official tables: cut-off, hash, revisions; open editions; growth; references."""

import threading
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pgtrigger
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections, transaction

from yizhan.contracts.models import Contract
from yizhan.contracts.stages import Stage
from yizhan.contracts.tests.factories import make_office, make_organisation
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.statistics import rules
from yizhan.statistics.models import OpenEdition, PublishedTable, ReferenceValue
from yizhan.statistics.queries import plan_target, reference_sums
from yizhan.statistics.queries.official import moved_since, verify_table
from yizhan.statistics.queries.references import national_series
from yizhan.statistics.rules.revisions import changed_cells
from yizhan.statistics.services import (
    load_reference,
    open_edition,
    publish_table,
    renew_editions,
    revise_table,
)
from yizhan.statistics.terms import NATION, PUBLISH
from yizhan.statistics.tests.factories import make_counted

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
_IN_2025: Any = {"registered_on": date(2025, 5, 11), "signed_on": date(2025, 1, 1)}


def officer(region: str = "") -> Actor:
    return Actor(
        id=uuid4(), label="国家科技部门", permissions=frozenset({PUBLISH}), region=region
    )


def make_some(count: int = 4, **values: Any) -> list[Contract]:
    return [make_counted(**values) for _ in range(count)]


@pytest.mark.django_db
def test_a_table_keeps_what_it_said_when_a_contract_is_amended_later() -> None:
    made = make_some()
    first = made[0]
    table = publish_table(actor=officer(), year=2026, axis="kind", at=AT)
    assert verify_table(table.id).holds
    said = table.content
    Contract.objects.filter(pk=first.pk).update(contract_value=Decimal(7_000_000), version=2)
    assert verify_table(table.id).holds
    assert moved_since(table).contracts == 1
    with pytest.raises(Refused, match="too_few_moved"):
        revise_table(actor=officer(), table_id=table.id, reason="变更登记", at=AT)
    for contract in made[1:3]:
        Contract.objects.filter(pk=contract.pk).update(technology_amount=Decimal(1))
    newer = revise_table(actor=officer(), table_id=table.id, reason="变更登记", at=AT)
    assert PublishedTable.objects.get(pk=table.pk).content == said
    assert newer.edition == 2
    assert newer.revises_id == table.id
    assert [change[:2] for change in newer.changes if change[0] == NATION] == [
        [NATION, ""],
        [NATION, "development"],
    ]
    before, after = newer.changes[0][2:]
    assert after[1] - before[1] == 600_000_000
    assert verify_table(newer.id).holds


@pytest.mark.django_db
def test_a_table_that_was_tampered_with_is_found() -> None:
    make_some()
    table = publish_table(actor=officer(), year=2026, axis="kind", at=AT)
    content = {**table.content, "rows": [[NATION, "", [NATION], [4, 1, 1]]]}
    with pgtrigger.ignore("statistics.PublishedTable:append_only"):
        PublishedTable.objects.filter(pk=table.pk).update(content=content, rows=5)
    assert list(verify_table(table.id).wrong) == ["rows", "rows"]


@pytest.mark.django_db
def test_tables_are_refused_with_reasons() -> None:
    make_some()
    with pytest.raises(PermissionDenied):
        publish_table(actor=officer("33"), year=2026, axis="kind", at=AT)
    with pytest.raises(Refused) as refused:
        publish_table(actor=officer(), year=2027, axis="subkind", at=AT)
    assert [refusal.code for refusal in refused.value.refusals] == [
        "statistics.unknown_table",
        "statistics.year_to_come",
    ]
    table = publish_table(actor=officer(), year=2026, axis="kind", at=AT)
    with pytest.raises(Refused, match="already_published"):
        publish_table(actor=officer(), year=2026, axis="kind", at=AT)
    with pytest.raises(Refused) as refused:
        revise_table(actor=officer(), table_id=table.id, reason=" ", at=AT)
    assert [refusal.code for refusal in refused.value.refusals] == [
        "statistics.reason_wanted",
        "statistics.nothing_changed",
    ]


@pytest.mark.django_db
def test_a_contract_cancelled_before_the_cut_off_is_not_in_the_table() -> None:
    [gone, *_rest] = make_some()
    Contract.objects.filter(pk=gone.pk).update(stage=Stage.CANCELLED)
    table = publish_table(actor=officer(), year=2026, axis="kind", at=AT)
    assert table.rows == 3
    assert verify_table(table.id).holds


@pytest.mark.django_db
def test_an_open_edition_blanks_small_cells_and_waits_for_three_contracts() -> None:
    make_some(4)
    make_some(5, kind="service", subkind="training", seller_region_id="330200")
    lonely = make_counted(kind="consulting", subkind="survey", seller_region_id="330200")
    edition = open_edition(year=2026, at=AT)
    nation = edition.content["cells"]["kind"][NATION]
    assert nation["consulting"] is None
    assert sum(1 for sums in nation.values() if sums is None) >= 2
    upto = edition.upto
    Contract.objects.filter(pk=lonely.pk).update(contract_value=Decimal(5_000_000))
    assert renew_editions(at=AT) == 0
    make_some(2)
    assert renew_editions(at=AT) == 1
    assert OpenEdition.objects.get(year=2026).upto > upto


@pytest.mark.django_db
def test_an_official_table_never_stands_one_contract_beside_other_public_figures() -> None:
    make_some(4)
    edition = open_edition(year=2026, at=AT)
    lonely = make_counted(contract_value=Decimal(7_654_321))
    table = publish_table(actor=officer(), year=2026, axis="kind", at=AT)
    other = publish_table(actor=officer(), year=2026, axis="field", at=AT)
    assert table.content["rows"] == other.content["rows"] == edition.content["rows"]
    assert (table.upto, table.rows) == (edition.upto, 4)
    assert verify_table(table.id).holds
    assert moved_since(table).contracts == 1
    Contract.objects.filter(pk=lonely.pk).update(contract_value=Decimal(1_000_000))
    make_some(2)
    third = publish_table(actor=officer(), year=2026, axis="band", at=AT)
    assert third.rows == 7
    make_counted()
    # Four have moved since the edition, one since the newest table.
    assert renew_editions(at=AT) == 0
    make_some(2)
    assert renew_editions(at=AT) == 1


@pytest.mark.django_db
def test_a_table_of_a_year_nobody_asked_for_stands_beside_its_edition() -> None:
    make_some(4)
    table = publish_table(actor=officer(), year=2026, axis="kind", at=AT)
    make_counted()
    edition = open_edition(year=2026, at=AT)
    assert edition.content["rows"] == table.content["rows"]


def test_an_import_under_way_is_not_forgotten_by_open_editions(committed: None) -> None:
    office, house = make_office(), make_organisation()
    same: Any = {"office": office, "organisation": house}
    make_some(3, **same, **_IN_2025)
    make_some(3, **same)
    assert renew_editions(at=AT) == 2
    begun, go_on = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                make_some(3, **same, **_IN_2025)
                begun.set()
                go_on.wait(20)
        finally:
            connections["default"].close()

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(20)
    make_some(3, **same)  # with numbers above those of the import
    renew_editions(at=AT)
    go_on.set()
    writer.join()
    renew_editions(at=AT)
    for year in (2025, 2026):
        content = OpenEdition.objects.get(year=year).content
        assert content["rows"][0][3][0] == 6


@pytest.mark.django_db
def test_a_place_with_two_contracts_is_shown_with_another() -> None:
    make_some(4)
    make_some(2, seller_region_id="330200")
    make_some(3, seller_region_id="440300")
    rows = {row[0]: row for row in open_edition(year=2026, at=AT).content["rows"]}
    assert rows[f"{NATION}+"][2] == ["330000", "440000"]
    assert "330000" not in rows
    assert "210000" in rows


@pytest.mark.django_db
def test_reference_series_are_loaded_and_provinces_are_not_made_to_fit(tmp_path: Path) -> None:
    panel = tmp_path / "panel.csv"
    panel.write_text(
        "gb2260_prefix,province,2011,2012\n11,北京,18902752.02,24585033.62\n54,西藏,,\n"
    )
    assert load_reference(panel) == ("provinces", 2)
    national = tmp_path / "national.csv"
    national.write_text("year,contracts,value_100m_yuan,source_mark\n2011,256428,4763.56,A\n")
    assert load_reference(national) == ("national", 1)
    assert national_series()[2011].mark == "A"
    assert reference_sums()[2011] == Decimal("189027520200.00")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("year,contracts,value_100m_yuan\n2011,1,NaN?\n")
    with pytest.raises(Refused, match="unreadable_value"):
        load_reference(wrong)
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(Refused, match="unknown_layout"):
        load_reference(tmp_path / "other.csv")
    assert ReferenceValue.objects.count() == 3


@pytest.mark.django_db
def test_the_plan_page_says_the_figures_of_the_plan() -> None:
    plan, series = plan_target(), national_series()
    values = {year: series[year].value for year in range(2005, 2011)}
    changes = [rules.growth(values[year - 1], values[year]) for year in range(2006, 2011)]
    assert [f"{change:.1f}" for change in changes if change is not None] == [
        "17.2",
        "22.5",
        "19.7",
        "14.0",
        "28.5",
    ]
    total = rules.compound(values[2005], values[2010], 5)
    assert f"{total:.1f}" == "20.3"
    assert f"{plan.path(values[2005], 2010) / 10**8:.1f}" == "3120.4"
    assert values[2008] < plan.target < values[2009]


def test_same_cohort_growth_leaves_out_who_came_and_went() -> None:
    found = rules.cohort_growth({"a": 100, "b": 50, "": 9}, {"a": 120, "c": 900, "": 99})
    assert (found.members, found.percent) == (1, Decimal(20))
    assert rules.growth(0, 5) is None


def test_differences_of_editions_name_cells_that_appeared_or_were_blanked() -> None:
    old = {"rows": [["n", "", ["n"], [3, 5, 5]]], "cells": {"n": {"x": [3, 5, 5]}}}
    new = {"rows": [["n", "", ["n"], [3, 5, 5]]], "cells": {"n": {"x": None, "y": [1, 1, 1]}}}
    assert changed_cells(old, new) == [
        ["n", "x", [3, 5, 5], None],
        ["n", "y", 0, [1, 1, 1]],
    ]


def test_periods_are_read_and_written() -> None:
    for word in ("2026", "2026Q2", "202605"):
        period = rules.period_of(word)
        assert period is not None
        assert period.word == word
        assert period.before.word.startswith("2025")
    assert rules.period_of("2026Q5") is None
    assert rules.Period(2026, 4, 6).since == 202604
