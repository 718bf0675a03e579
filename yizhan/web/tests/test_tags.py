"""Tags print geometry as attributes and never trust what they are given."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from yizhan.web import icons
from yizhan.web.assets import AssetMissing
from yizhan.web.badges import Badge
from yizhan.web.cards import ScorePart


def printed(source: str, **values: Any) -> str:
    """Render a template that loads the tags."""
    return Template("{% load yz %}" + source).render(Context(values))


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in printed('{% icon "map-pin" %}')
    spoken = printed('{% icon "map-pin" "" label %}', label='<"x">')
    assert 'role="img"' in spoken
    assert 'aria-label="&lt;&quot;x&quot;&gt;"' in spoken


def test_an_icon_that_does_not_exist_says_so() -> None:
    with pytest.raises(ValueError, match="no outline icon"):
        icons.icon("no-such-icon")
    with pytest.raises(ValueError, match="not the name"):
        icons.icon("../../package")


def test_missing_icons_name_the_command_that_installs_them(
    settings: Settings, tmp_path: Path
) -> None:
    settings.NODE_MODULES = tmp_path
    icons.paths_of.cache_clear()
    with pytest.raises(AssetMissing, match="make setup"):
        icons.icon("map-pin")
    icons.paths_of.cache_clear()


def test_money_takes_one_amount_or_a_range_and_survives_missing_variables() -> None:
    assert "<b>80–120</b><i>万元</i>" in printed(
        "{% money low high %}", low=Decimal(800_000), high=Decimal(1_200_000)
    )
    assert "<b>面议</b>" in printed("{% money nothing nowhere %}")
    assert 'data-size="lg"' in printed('{% money low size="lg" %}', low=Decimal(1))


def test_marked_spans_escape_what_they_mark() -> None:
    html = printed("{{ spans|marked }}", spans=[("<b>", False), ("<i>", True)])
    assert html == "&lt;b&gt;<mark>&lt;i&gt;</mark>"


def test_a_badge_comes_from_the_table_of_its_context() -> None:
    table = {"published": Badge("征集中", "info", "half")}
    html = printed("{% status stage table %}", stage="published", table=table)
    assert html == '<span class="y-st" data-tone="info" data-shape="half">征集中</span>'


def test_the_composition_bar_ends_where_the_score_does() -> None:
    rows = [ScorePart(key=k, name="", weight=50, similarity=1, points=30) for k in (1, 2)]
    html = printed("{% parts rows %}", rows=rows)
    assert 'class="y-p1" x="0" width="29.65"' in html
    assert 'class="y-p2" x="30" width="29.65"' in html


def test_a_meter_stays_within_its_frame() -> None:
    assert 'width="100"' in printed("{% meter 250 %}")
    assert 'width="0"' in printed("{% meter low %}", low=-3)


def test_drawings_of_nothing_are_nothing() -> None:
    assert printed("{% spark values %}{% hist values %}", values=[]) == ""
    assert printed("{% hist values %}", values=[0, 0]).count("<rect") == 2


def test_the_query_keeps_filters_and_starts_paging_over() -> None:
    request = RequestFactory().get("/n/", {"mode": ["dev", "joint"], "page": "3", "q": "泵"})
    shown = printed('{% query sort="new" %}', request=request)
    assert "page=" not in shown
    assert shown.count("mode=") == 2
    assert "mode=dev" not in printed('{% query_without "mode" "dev" %}', request=request)
    assert "mode=joint" in printed('{% query_without "mode" "dev" %}', request=request)
    assert printed('{% query_only "q" %}', request=request) == "?q=%E6%B3%B5"


def test_a_query_without_anything_still_leads_to_the_bare_page() -> None:
    request = RequestFactory().get("/n/", {"sort": "new"})
    assert printed("{% query sort=None %}", request=request) == "?"


def test_age_is_measured_from_the_moment_of_the_page() -> None:
    at = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
    now = datetime(2026, 11, 22, 6, 26, tzinfo=UTC)
    assert "26 分钟前</time>" in printed("{% ago at %}", at=at, now=now)


def test_places_leave_out_what_is_not_known() -> None:
    assert "浙江·舟山</span>" in printed('{% region "浙江省" "舟山市" %}')
    assert printed('{% region "" "" %}') == ""
