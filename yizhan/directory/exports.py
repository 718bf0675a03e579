"""The list of organisations as a file: what the page shows under its filters."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yizhan.directory import queries
from yizhan.directory.filters import filter_of
from yizhan.directory.models import Organisation
from yizhan.directory.stages import Verification
from yizhan.directory.terms import Field, Kind, Level, Size
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
    Column(code="id", label=_("平台标识")),
    Column(code="merged", label=_("并入的记录")),
)


def organisation_rows(*, actor: Actor, filters: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    """Stream the visible organisations under the filters of the list."""
    rows = queries.public_organisations(actor=actor, wanted=filter_of(filters))
    labels, merged = _Labels(), _merged()
    for organisation in rows.order_by("name", "id").iterator(chunk_size=1000):
        yield {**_row(organisation, labels), "merged": merged.get(organisation.pk, [])}


def _merged() -> dict[UUID, list[str]]:
    """Name by the entry that was kept those that went into it, so that old ids are found."""
    found: dict[UUID, list[str]] = {}
    for gone, kept in queries.forwards().values_list("pk", "merged_into_id"):
        found.setdefault(kept, []).append(str(gone))
    return found


class _Labels:
    """The words for all codes, translated once and not for every row."""

    def __init__(self) -> None:
        self.kinds = _words(Kind)
        self.sizes = _words(Size)
        self.levels = _words(Level)
        self.fields = _words(Field)
        self.verifications = _words(Verification)
        self.industries = {code: row.label for code, row in queries.industries().items()}
        self.places: dict[str, str] = {}

    def place(self, code: str) -> str:
        """Say where a code lies, worked out once for each code."""
        if code not in self.places:
            self.places[code] = queries.region_label(code)
        return self.places[code]


def _words(choices: type[TextChoices]) -> dict[str, str]:
    return {"": "", **{str(value): str(label) for value, label in choices.choices}}


def _row(organisation: Organisation, labels: _Labels) -> Row:
    at = organisation.verified_at
    return {
        "name": organisation.name,
        "name_en": organisation.name_en,
        "kind": labels.kinds[organisation.kind],
        "size": labels.sizes[organisation.size],
        "level": labels.levels[organisation.level],
        "uscc": organisation.uscc,
        "region_code": organisation.region_id,
        "region": labels.place(organisation.region_id),
        "industry": labels.industries.get(organisation.industry_id or "", ""),
        "fields": [labels.fields[code] for code in organisation.fields],
        "verification": labels.verifications[organisation.verification],
        "verified_at": at.isoformat(timespec="seconds") if at else "",
        "website": organisation.website,
        "about": organisation.about,
        "id": str(organisation.pk),
    }


ORGANISATIONS = Export(
    code="directory.organisations",
    label=_("机构名录"),
    columns=COLUMNS,
    rows=organisation_rows,
)
