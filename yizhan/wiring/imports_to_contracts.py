"""Take contracts of past years over from a table of their office."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from yizhan.contracts.services import Past, PastContract, PastParty, import_past_contracts
from yizhan.contracts.services import past_sentence as say
from yizhan.contracts.stages import REGISTER
from yizhan.contracts.terms import (
    CHINA,
    COUNTRIES,
    IpType,
    Kind,
    Nature,
    Objective,
    Payment,
    PlanSource,
    SubKind,
)
from yizhan.directory.queries import find_industry, find_region
from yizhan.directory.terms import Field
from yizhan.imports.services import register_target
from yizhan.imports.terms import (
    Choice,
    Looks,
    ParsedRow,
    Result,
    RowOutcome,
    RunInfo,
    Target,
    TargetField,
)
from yizhan.imports.terms import Kind as Holds
from yizhan.kernel.actors import Actor
from yizhan.kernel.codes import normal_code
from yizhan.kernel.refusals import Refusal
from yizhan.wiring.listing_fields import FIELD_ALIASES

CODE = "contracts.contract.past"
_MANY = 20_000
_KIND_ALIASES = {
    Kind.DEVELOPMENT: ("开发", "技术开发合同", "KF", "1"),
    Kind.ASSIGNMENT: ("转让", "技术转让合同", "ZR", "2"),
    Kind.LICENCE: ("许可", "技术许可合同", "XK", "5"),
    Kind.CONSULTING: ("咨询", "技术咨询合同", "ZX", "3"),
    Kind.SERVICE: ("服务", "技术服务合同", "FW", "4"),
}
_SUBKIND_ALIASES = {
    SubKind.COMMISSIONED_DEVELOPMENT: ("委托开发合同",),
    SubKind.COOPERATIVE_DEVELOPMENT: ("合作开发合同",),
    SubKind.KNOW_HOW: ("技术秘密", "非专利技术转让"),
    SubKind.PATENT_ORDINARY: ("专利实施许可", "专利实施许可转让"),
    SubKind.GENERAL_SERVICE: ("技术服务", "一般服务"),
}


def connect() -> None:
    """Register the target."""
    register_target(
        Target(
            code=CODE,
            label=_("历年已登记的技术合同"),
            permission=REGISTER,
            identity=("number",),
            fields=FIELDS,
            apply=apply_rows,
            say=say,
            help=_("登记机构把平台启用以前登记的合同一次导入：编号不变，直接计入统计"),
        )
    )


def apply_rows(
    rows: Sequence[ParsedRow], *, actor: Actor, at: datetime, run: RunInfo
) -> list[RowOutcome]:
    """Turn up to a batch of rows into registered contracts and answer each in order."""
    made = [(row, *_past(row)) for row in rows]
    sound = [
        Past(contract=contract, contract_id=row.subject_id)
        for row, contract, refusals in made
        if contract is not None and not refusals
    ]
    stored = iter(
        import_past_contracts(sound, actor=actor, home=run.organisation_id, at=at)
        if sound
        else ()
    )
    outcomes = []
    for row, contract, refusals in made:
        if contract is None or refusals:
            outcomes.append(_refused(row, refusals))
            continue
        answer = next(stored)
        outcomes.append(
            RowOutcome(
                number=row.number,
                result=Result(answer.result),
                subject_id=answer.contract_id,
                refusals=answer.refusals,
            )
        )
    return outcomes


def _refused(row: ParsedRow, refusals: Sequence[Refusal]) -> RowOutcome:
    return RowOutcome(number=row.number, result=Result.REFUSED, refusals=tuple(refusals))


def _past(row: ParsedRow) -> tuple[PastContract | None, list[Refusal]]:
    said = row.values
    refusals: list[Refusal] = []
    seller = _party(said, "seller", refusals)
    buyer = _party(said, "buyer", refusals)
    industry = _industry(str(said.get("industry") or ""), refusals)
    if refusals:
        return None, refusals
    value = _amount(said.get("value"))
    given = said.get("amount")
    return PastContract(
        number=str(said["number"]).strip(),
        title=str(said["title"]),
        kind=str(said["kind"]),
        signed_on=_day(said["signed_on"]),
        registered_on=_day(said["registered_on"]),
        value=value,
        amount=value if given is None else _amount(given),
        seller=seller,
        buyer=buyer,
        accepted_on=_maybe_day(said.get("accepted_on")),
        effective_from=_maybe_day(said.get("effective_from")),
        effective_until=_maybe_day(said.get("effective_until")),
        industry=industry,
        is_state_funded=said.get("is_state_funded") is True,
        **{name: str(said.get(name) or "") for name in _WORDS},
    ), []


_WORDS = (
    "subkind",
    "field",
    "ip_type",
    "plan_source",
    "objective",
    "payment",
    "source",
    "external_id",
)


def _party(said: Any, side: str, refusals: list[Refusal]) -> PastParty:
    country = str(said.get(f"{side}_country") or CHINA)
    region = str(said.get(f"{side}_region") or "")
    if country not in COUNTRIES:
        values = {"country": country}
        refusals.append(
            Refusal("contracts.past_country_unknown", values, place=f"{side}_country")
        )
    found = _region(region) if region else ""
    if region and not found:
        values = {"region": region}
        refusals.append(
            Refusal("contracts.past_region_unknown", values, place=f"{side}_region")
        )
    elif country == CHINA and not region:
        refusals.append(Refusal("contracts.past_region_required", place=f"{side}_region"))
    return PastParty(
        name=str(said[f"{side}_name"]).strip(),
        code=normal_code(str(said.get(f"{side}_code") or "")),
        country=country,
        region=found,
        nature=str(said.get(f"{side}_nature") or ""),
    )


@lru_cache(maxsize=_MANY)
def _region(text: str) -> str:
    # The form of the nineties wrote four digits: 2101 for 沈阳, 1100 for 北京.
    written = text.strip()
    padded = f"{written}00" if len(written) == 4 and written.isdigit() else written
    found = find_region(padded)
    return found.code if found else ""


def _industry(text: str, refusals: list[Refusal]) -> str:
    found = _industry_code(text) if text else ""
    if text and not found:
        refusals.append(
            Refusal("contracts.past_industry_unknown", {"industry": text}, place="industry")
        )
    return found


@lru_cache(maxsize=_MANY)
def _industry_code(text: str) -> str:
    found = find_industry(text)
    return found.code if found else ""


def _amount(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _day(value: Any) -> date:
    if not isinstance(value, date):
        raise TypeError("A required day has been parsed.")
    return value


def _maybe_day(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def _choices(terms: Any, aliases: Any = None) -> list[Choice]:
    named = aliases or {}
    return [
        Choice(code=code, label=label, aliases=tuple(named.get(code, ())))
        for code, label in terms.choices
    ]


def _chosen(code: str, label: Any, terms: Any, *aliases: str, **options: Any) -> TargetField:
    named = options.pop("named", None)
    return TargetField(
        code=code,
        label=label,
        kind=Holds.CHOICE,
        aliases=aliases,
        choices=_choices(terms, named),
        **options,
    )


def _dated(code: str, label: Any, *aliases: str, required: bool = False) -> TargetField:
    return TargetField(
        code=code, label=label, kind=Holds.DATE, aliases=aliases, required=required
    )


def _side(side: str, words: tuple[Any, ...], zh: str) -> Iterator[TargetField]:
    name, code, region, country, nature = words
    yield TargetField(
        code=f"{side}_name",
        label=name,
        aliases=(zh, f"{zh}单位", f"{zh}名称"),
        required=True,
        max_length=200,
    )
    yield TargetField(
        code=f"{side}_code",
        label=code,
        aliases=(f"{zh}代码", f"{zh}信用代码", f"{zh}机构代码"),
        max_length=20,
    )
    yield TargetField(
        code=f"{side}_region",
        label=region,
        aliases=(f"{zh}地区", f"{zh}所在地", f"{zh}区划"),
        max_length=60,
    )
    yield TargetField(
        code=f"{side}_country",
        label=country,
        aliases=(f"{zh}国别", f"{zh}国别代码"),
        max_length=3,
    )
    yield _chosen(f"{side}_nature", nature, Nature, f"{zh}单位性质")


FIELDS = (
    TargetField(
        code="number",
        label=_("登记编号"),
        aliases=("合同登记编号", "合同编号", "编号", "number"),
        required=True,
        looks=Looks.UNIQUE,
        max_length=20,
        example="2015210208000123",
    ),
    TargetField(
        code="title",
        label=_("项目（合同）名称"),
        aliases=("合同名称", "项目名称", "title"),
        required=True,
        max_length=200,
    ),
    _chosen(
        "kind",
        _("合同类别"),
        Kind,
        "合同类型",
        "类别",
        "kind",
        named=_KIND_ALIASES,
        required=True,
    ),
    _chosen("subkind", _("合同子类"), SubKind, "子类", "类别细分", named=_SUBKIND_ALIASES),
    _dated("signed_on", _("签订日期"), "签订时间", "合同签订日期", required=True),
    _dated("accepted_on", _("受理日期"), "受理时间"),
    _dated("registered_on", _("登记日期"), "登记时间", "认定登记日期", required=True),
    _dated("effective_from", _("有效期起"), "合同起始日期", "开始日期"),
    _dated("effective_until", _("有效期止"), "合同截止日期", "终止日期"),
    TargetField(
        code="value",
        label=_("合同成交总额"),
        kind=Holds.MONEY,
        aliases=("成交总额", "合同金额", "合同交易总额", "成交额"),
        required=True,
    ),
    TargetField(
        code="amount",
        label=_("技术交易额"),
        kind=Holds.MONEY,
        aliases=("核定技术交易额", "技术金额", "其中技术交易额"),
        help=_("不填则等于合同成交总额"),
    ),
    *_side(
        "seller",
        (_("卖方名称"), _("卖方机构代码"), _("卖方行政区划"), _("卖方国别"), _("卖方性质")),
        "卖方",
    ),
    *_side(
        "buyer",
        (_("买方名称"), _("买方机构代码"), _("买方行政区划"), _("买方国别"), _("买方性质")),
        "买方",
    ),
    _chosen("field", _("技术领域"), Field, "领域", named=FIELD_ALIASES),
    _chosen("ip_type", _("知识产权类型"), IpType, "知识产权"),
    _chosen("plan_source", _("计划来源"), PlanSource, "计划类别"),
    _chosen("objective", _("社会经济目标"), Objective, "社会经济目的"),
    TargetField(
        code="industry",
        label=_("服务的国民经济行业"),
        aliases=("国民经济行业", "行业"),
        max_length=60,
    ),
    _chosen("payment", _("支付方式"), Payment, "付款方式"),
    TargetField(
        code="is_state_funded",
        label=_("财政资金资助"),
        kind=Holds.BOOL,
        aliases=("财政资金", "政府资金"),
    ),
    TargetField(code="source", label=_("来源"), aliases=("数据来源",), max_length=40),
    TargetField(
        code="external_id",
        label=_("来源编号"),
        aliases=("原系统编号", "id"),
        max_length=80,
        help=_("原系统里的编号，便于日后对账"),
    ),
)
