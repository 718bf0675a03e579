"""Tables become listings and listings tables again, through the whole import engine."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from yizhan.imports.models import Run
from yizhan.imports.services import (
    create_run,
    export_chunks,
    map_columns,
    perform_run,
    start_run,
    target_of,
)
from yizhan.imports.terms import Indicator, ParsedRow, RowOutcome, RunInfo
from yizhan.kernel.actors import Actor, anonymous, machine
from yizhan.kernel.codes import former_check, uscc_with_check
from yizhan.listings.models import Listing
from yizhan.listings.tests.factories import AT, actor_of, make_organisation, make_published

pytestmark = pytest.mark.django_db
AT_LEAST, AT_MOST = Decimal(5), Decimal(7)
CODE = uscc_with_check(f"91330900{'12345678'}{former_check('12345678')}")


def apply(target: str, actor: Actor, *rows: dict[str, Any]) -> list[RowOutcome]:
    """Hand rows to a target as the engine does."""
    run = RunInfo(
        id=uuid4(), organisation_id=actor.organisation_id, file_name="x.csv", is_dry=False
    )
    parsed = [
        ParsedRow(number=n, source_id=str(n), values=values)
        for n, values in enumerate(rows, start=1)
    ]
    return list(target_of(target).apply(parsed, actor=actor, at=AT, run=run))


def test_a_row_of_a_needs_table_becomes_a_draft_in_its_own_terms() -> None:
    """Names of places and industries become codes, indicators their shape."""
    owner = actor_of(make_organisation())
    indicator = Indicator(name="硬度", comparator="ge", value=None, text="≥ 很硬")
    number = Indicator(name="寿命", comparator="between", value=AT_LEAST, upper=AT_MOST)
    outcome = apply(
        "listings.need",
        owner,
        {
            "external_id": "X-1",
            "title": "海水泵叶轮强化",
            "region": "浙江省 舟山市",
            "industry": "通用设备制造业",
            "modes": ("commissioned_development",),
            "keywords": ("点蚀", "长" * 60),
            "indicators": (indicator, number),
            "trl_min": AT_LEAST,
            "tried": "喷涂",
        },
    )
    assert [row.result for row in outcome] == ["created"]
    need = Listing.objects.get()
    assert (need.region_id, need.industry_id, need.external_id) == ("330900", "C34", "X-1")
    assert need.indicators[0]["comparator"] == "text"
    assert (need.indicators[1]["value"], need.indicators[1]["value_max"]) == ("5", "7")
    assert need.keywords == ["点蚀", "长" * 40]
    assert need.details["tried"] == "喷涂"
    assert need.trl_min == 5


def test_rows_that_name_a_house_belong_to_it_and_unknown_ones_are_refused() -> None:
    """By credit code; without one the importing house is meant."""
    home = make_organisation(uscc=CODE, region_id="330900")
    console = machine("console", "imports.run", "listings.review")
    outcome = apply(
        "listings.offer.published",
        console,
        {"title": "一项成果", "uscc": CODE, "patent_number": "ZL202010000000.9"},
        {"title": "另一项成果", "uscc": "91330900NOBODY0000"},
        {"title": "没有机构的成果"},
        {"title": "地区不存在", "uscc": CODE, "region": "亚特兰蒂斯"},
    )
    assert [row.result for row in outcome] == ["created", "refused", "refused", "refused"]
    assert [row.refusals[0].code for row in outcome[1:]] == [
        "listings.no_organisation",
        "listings.no_organisation",
        "listings.not_a_region",
    ]
    offer = Listing.objects.get()
    assert offer.organisation_id == home.id
    assert offer.stage == "published"
    assert offer.details["ip"][0]["kind"] == "invention_patent"
    assert offer.details["ip"][0]["status"] == "granted"


def test_a_file_imported_twice_changes_nothing(tmp_path: Path) -> None:
    """Headers are understood, rows published, and the second run leaves them alone."""
    home = make_organisation(uscc=CODE)
    table = tmp_path / "patents.csv"
    rows = "".join(f"p{n},一种海水泵叶轮{n},某公司,{'摘要文字' * 20}\n" for n in range(30))
    table.write_text(f"id,title,assignee,abstract\n{rows}", encoding="utf-8")

    def bring_in() -> Run:
        console = replace(
            machine("console", "imports.run", "listings.review"), organisation_id=home.id
        )
        run = create_run(
            actor=console,
            target_code="listings.offer.published",
            file_name=table.name,
            chunks=[table.read_bytes()],
            at=AT,
        )
        run = map_columns(actor=console, run_id=run.id, plan=run.mapping, at=AT)
        run = start_run(actor=console, run_id=run.id, at=AT, in_background=False)
        return perform_run(run_id=run.id, clock=lambda: AT)

    first = bring_in()
    assert (first.created, first.refused) == (30, 0)
    assert Listing.objects.filter(stage="published", details__owner_note="某公司").count() == 30
    second = bring_in()
    assert (second.created, second.updated, second.unchanged) == (0, 0, 30)


def test_the_list_goes_out_as_everybody_may_read_it() -> None:
    """Registered once for each kind, and once for the own desk."""
    need = make_published(visibility={"tried": "parties_only"})
    chunks = export_chunks(
        actor=anonymous(), code="listings.need", form="jsonl", filters={}, at=AT
    )
    row = json.loads(b"".join(chunks))
    assert row["number"] == need.number
    assert row["tried"] == ""
    assert row["url"].startswith("http")
