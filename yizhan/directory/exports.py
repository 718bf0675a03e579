"""The list of organisations as a file: what the page shows under its filters."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from yizhan.directory import queries
from yizhan.directory.filters import filter_of
from yizhan.directory.models import Organisation
from yizhan.directory.tables import field_labels
from yizhan.imports.terms import Column, Export, Row
from yizhan.kernel.actors import Actor

COLUMNS = (
    Column(code="name", label=_("机构全称")),
    Column(code="name_en", label=_("英文名称")),
    Column(code="kind", label=_("机构类型")),
    Column(code="size", label=_("企业规模")),
    Column(code="level", label=_("政府层级")),
    Column(code="uscc", label=_("统一社会信用代码")),
    Column(code="region_code", label=_("地区代码")),
    Column(code="region", label=_("地区")),
    Column(code="industry", label=_("国民经济行业")),
    Column(code="fields", label=_("技术领域")),
    Column(code="verification", label=_("核实状态")),
    Column(code="verified_at", label=_("核实时间")),
    Column(code="website", label=_("网址")),
    Column(code="about", label=_("简介")),
)


def organisation_rows(*, actor: Actor, filters: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    """Stream the visible organisations under the filters of the list."""
    rows = queries.public_organisations(actor=actor, wanted=filter_of(filters))
    for organisation in rows.order_by("name", "id").iterator(chunk_size=1000):
        yield _row(organisation)


def _row(organisation: Organisation) -> Row:
    at = organisation.verified_at
    return {
        "name": organisation.name,
        "name_en": organisation.name_en,
        "kind": organisation.get_kind_display(),
        "size": organisation.get_size_display(),
        "level": organisation.get_level_display(),
        "uscc": organisation.uscc,
        "region_code": organisation.region_id,
        "region": queries.region_label(organisation.region_id),
        "industry": str(organisation.industry) if organisation.industry else "",
        "fields": field_labels(organisation),
        "verification": organisation.get_verification_display(),
        "verified_at": at.isoformat(timespec="seconds") if at else "",
        "website": organisation.website,
        "about": organisation.about,
    }


CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
}
ORGANISATIONS = Export(
    code="directory.organisations",
    label=_("机构名录"),
    columns=COLUMNS,
    rows=organisation_rows,
)
