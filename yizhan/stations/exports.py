"""The list of stations as a file."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from yizhan.directory.queries import region_label
from yizhan.imports.terms import Column, Export, Row
from yizhan.kernel.actors import Actor
from yizhan.stations import queries, tables
from yizhan.stations.filters import filter_of
from yizhan.stations.models import Station

COLUMNS = (
    Column(code="number", label=_("编号")),
    Column(code="name", label=_("名称")),
    Column(code="level", label=_("级别")),
    Column(code="stage", label=_("阶段")),
    Column(code="region_code", label=_("地区代码")),
    Column(code="region", label=_("地区")),
    Column(code="parent", label=_("上级站点")),
    Column(code="area", label=_("服务区域")),
    Column(code="fields", label=_("服务领域")),
    Column(code="answer_days", label=_("答复时限（工作日）")),
    Column(code="admitted_on", label=_("加入日期")),
    Column(code="about", label=_("介绍")),
)


def station_rows(*, actor: Actor, filters: Mapping[str, Sequence[str]]) -> Iterator[Row]:  # noqa: ARG001 -- one shape
    """Stream the members under the filters of the list."""
    rows = queries.public_stations(wanted=filter_of(filters)).order_by("number", "id")
    for station in rows.iterator(chunk_size=500):
        yield _row(station)


def _row(station: Station) -> Row:
    return {
        "number": station.number,
        "name": str(station),
        "level": tables.level_name(station),
        "stage": str(station.get_stage_display()),
        "region_code": str(station.region_id),
        "region": region_label(station.region_id),
        "parent": str(station.parent) if station.parent else "",
        "area": tables.area_names(station),
        "fields": tables.field_names(station),
        "answer_days": str(station.answer_days),
        "admitted_on": station.admitted_on.isoformat() if station.admitted_on else "",
        "about": station.about,
    }


STATIONS = Export(
    code="stations.stations", label=_("驿站网络"), columns=COLUMNS, rows=station_rows
)
