"""The contracts of an organisation as a file; only who may read the amounts may take it."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from yizhan.contracts.models import Contract
from yizhan.contracts.queries.mine import Mine, my_rows
from yizhan.contracts.stages import WRITE, Stage
from yizhan.contracts.terms import Side, SubKind
from yizhan.imports.terms import Column, Export, Row
from yizhan.kernel.actors import Actor

COLUMNS = (
    Column(code="number", label=_("登记编号")),
    Column(code="title", label=_("项目（合同）名称")),
    Column(code="kind", label=_("合同类别")),
    Column(code="subkind", label=_("合同子类")),
    Column(code="field", label=_("技术领域")),
    Column(code="sellers", label=_("卖方")),
    Column(code="seller_codes", label=_("卖方统一社会信用代码")),
    Column(code="buyers", label=_("买方")),
    Column(code="buyer_codes", label=_("买方统一社会信用代码")),
    Column(code="signed_on", label=_("签订日期")),
    Column(code="effective_from", label=_("有效期起")),
    Column(code="effective_until", label=_("有效期止")),
    Column(code="payment", label=_("支付方式")),
    Column(code="contract_value", label=_("合同成交总额（元）")),
    Column(code="claimed_amount", label=_("申报的技术交易额（元）")),
    Column(code="technology_amount", label=_("核定的技术交易额（元）")),
    Column(code="stage", label=_("阶段")),
    Column(code="office", label=_("登记机构")),
    Column(code="submitted_at", label=_("提交时间")),
    Column(code="registered_on", label=_("登记日期")),
)


def contract_rows(*, actor: Actor, filters: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    """Stream the organisation's contracts under the filters of the list."""
    asked = {name: (filters.get(name) or [""])[0] for name in ("role", "stage", "kind")}
    rows = my_rows(actor=actor, wanted=Mine(**asked))
    for contract in rows.iterator(chunk_size=500):
        yield _row(contract)


def _row(contract: Contract) -> Row:
    parties = list(contract.parties.all())
    sellers = [party for party in parties if party.side == Side.SELLER]
    buyers = [party for party in parties if party.side == Side.BUYER]
    row = {
        "number": contract.number,
        "title": contract.title,
        "kind": contract.get_kind_display(),
        "subkind": SubKind(contract.subkind).label if contract.subkind else "",
        "field": contract.get_field_display(),
        "sellers": [party.name for party in sellers],
        "seller_codes": [party.uscc for party in sellers if party.uscc],
        "buyers": [party.name for party in buyers],
        "buyer_codes": [party.uscc for party in buyers if party.uscc],
        "signed_on": contract.signed_on,
        "effective_from": contract.effective_from,
        "effective_until": contract.effective_until,
        "payment": contract.get_payment_display(),
        "contract_value": contract.contract_value,
        "claimed_amount": contract.claimed_amount,
        "technology_amount": contract.technology_amount,
        "stage": Stage(contract.stage).label,
        "office": contract.office,
        "submitted_at": contract.submitted_at and contract.submitted_at.isoformat(),
        "registered_on": contract.registered_on,
    }
    return {
        name: value if isinstance(value, list) else "" if value is None else str(value)
        for name, value in row.items()
    }


MINE = Export(
    code="contracts.mine",
    label=_("我的合同"),
    columns=COLUMNS,
    rows=contract_rows,
    permission=WRITE,
)
