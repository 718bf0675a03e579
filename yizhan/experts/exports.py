"""The list of experts as a file: what everybody may read, and nothing else."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from yizhan.experts import queries
from yizhan.experts.filters import filter_of
from yizhan.experts.queries import ExpertView
from yizhan.imports.terms import Column, Export, Row
from yizhan.kernel.actors import Actor

COLUMNS = (
    Column(code="name", label=_("姓名")),
    Column(code="title", label=_("职称职务")),
    Column(code="degree", label=_("学位")),
    Column(code="organisation", label=_("所在单位")),
    Column(code="department", label=_("部门")),
    Column(code="region_code", label=_("地区代码")),
    Column(code="region", label=_("地区")),
    Column(code="fields", label=_("技术领域")),
    Column(code="industries", label=_("服务的行业")),
    Column(code="keywords", label=_("关键词")),
    Column(code="problems", label=_("能帮助解决的问题")),
    Column(code="languages", label=_("语言")),
    Column(code="modes", label=_("可接受的方式")),
    Column(code="hours", label=_("每月可用小时")),
    Column(code="fee", label=_("收费")),
    Column(code="works", label=_("代表成果")),
    Column(code="confirmed_at", label=_("最近确认")),
)


def expert_rows(*, actor: Actor, filters: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    """Stream the listed experts under the filters of the list, as the reader sees each."""
    rows = queries.public_experts(wanted=filter_of(filters)).order_by("name", "id")
    for expert in rows.iterator(chunk_size=500):
        yield _row(queries.view_of(expert, actor=actor))


def _row(view: ExpertView) -> Row:
    at = view.confirmed_at
    return {
        "name": view.name,
        "title": view.title,
        "degree": view.degree,
        "organisation": view.organisation,
        "department": view.department,
        "region_code": view.region,
        "region": view.place,
        "fields": list(view.field_names),
        "industries": list(view.industry_names),
        "keywords": list(view.keywords),
        "problems": view.problems,
        "languages": list(view.language_names),
        "modes": list(view.mode_names),
        "hours": "" if view.hours is None else str(view.hours),
        "fee": view.fee_name,
        "works": [
            f"{work['title']} {work['year']} {work['identifier']}".strip()
            for work in view.works
        ],
        "confirmed_at": at.isoformat(timespec="seconds") if at else "",
    }


EXPERTS = Export(code="experts.experts", label=_("专家咨询"), columns=COLUMNS, rows=expert_rows)
