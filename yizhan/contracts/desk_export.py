"""The registrar's desk as a file: what the desk shows, nothing more."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from yizhan.contracts.queries.workbench import desk_rows, wanted_of
from yizhan.contracts.stages import REGISTER, Stage
from yizhan.contracts.terms import Kind
from yizhan.imports.terms import Column, Export, Row
from yizhan.kernel.actors import Actor

COLUMNS = (
    Column(code="title", label=_("项目（合同）名称")),
    Column(code="kind", label=_("合同类别")),
    Column(code="stage", label=_("阶段")),
    Column(code="number", label=_("登记编号")),
    Column(code="organisation", label=_("申请单位")),
    Column(code="office", label=_("登记机构")),
    Column(code="contract_value", label=_("合同成交总额")),
    Column(code="technology_amount", label=_("核定的技术交易额")),
    Column(code="signed_on", label=_("签订日期")),
    Column(code="submitted_at", label=_("提交时间")),
    Column(code="due_at", label=_("办理时限")),
    Column(code="flags", label=_("异常提示")),
)


def rows_of(*, actor: Actor, filters: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    """Stream the rows of the desk under the filters of the page."""
    wanted = wanted_of({name: values[-1] for name, values in filters.items() if values})
    for row in desk_rows(actor=actor, wanted=wanted).iterator(chunk_size=500):
        yield {
            "title": row.title,
            "kind": str(Kind(row.kind).label) if row.kind else "",
            "stage": str(Stage(row.stage).label),
            "number": row.number or "",
            "organisation": str(row.organisation),
            "office": str(row.office or ""),
            "contract_value": str(row.contract_value),
            "technology_amount": str(row.technology_amount or ""),
            "signed_on": row.signed_on.isoformat() if row.signed_on else "",
            "submitted_at": _moment(row.submitted_at),
            "due_at": _moment(row.due_at),
            "flags": str(getattr(row, "flags", 0)),
        }


def _moment(at: datetime | None) -> str:
    return localtime(at).isoformat(timespec="minutes") if at else ""


DESK = Export(
    code="contracts.desk",
    label=_("登记工作台"),
    columns=COLUMNS,
    rows=rows_of,
    permission=REGISTER,
)
