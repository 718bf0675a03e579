"""What each public calculator answers: figures first, then the ledger, ready to print."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.policy import queries, tables
from yizhan.policy.forms import (
    AwardForm,
    ResearchForm,
    SharingForm,
    StampForm,
    TechnologyForm,
    TransferForm,
    TurnoverForm,
)
from yizhan.policy.terms import Item
from yizhan.policy.wording import CONDITIONS, FACTS

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculator:
    """One calculator: what it is called, what it asks and how it answers."""

    title: Any
    form: type[forms.Form]
    answer: Callable[[Any], Answer]


def transfer(form: TransferForm) -> Answer:
    """Judge the relief and tax the income with and without it."""
    day = form.cleaned_data["day"]
    verdict = queries.judge(form.facts())
    ledger = queries.Ledger()
    income = queries.transfer_income(form.income(), ledger, *_formula(day))
    taxed = queries.yearly_tax([income], day=day)
    ordinary = queries.ordinary_tax(income, day=day)
    eligible = verdict.is_eligible is not False
    # The first line of the year repeats the last of the income.
    lines = [*ledger.lines, *taxed.ledger.lines[1:]] if eligible else ledger.lines
    return {
        "verdict": verdict,
        "conditions": [
            (CONDITIONS[one.code], one.reference, _state(one.code, verdict))
            for one in queries.CONDITIONS
        ],
        "next": FACTS.get(verdict.next_fact or ""),
        "missing": [FACTS[fact] for fact in verdict.missing],
        "ledger": queries.Ledger(lines),
        "rows": tables.ledger_rows(queries.Ledger(lines)),
        "figures": [
            (_("应纳企业所得税"), tables.full(taxed.tax if eligible else ordinary)),
            (_("不减免时的企业所得税"), tables.full(ordinary)),
        ],
        "remarks": [],
        "result": tables.full(taxed.tax if eligible else ordinary),
        "ordinary": tables.full(ordinary),
    }


def _research(form: ResearchForm) -> Answer:
    done = queries.extra_deduction(form.research())
    figures = [(_("可加计扣除"), done.extra), (_("少缴企业所得税"), done.saving)]
    return _answer(done.ledger, figures)


def _award(form: AwardForm) -> Answer:
    done = queries.cash_award_tax(form.cash_award())
    remark = "" if done.has_relief else _("未在规定期限内发放、未登记或未公示，不减半计税")
    figures = [(_("应纳个人所得税"), done.tax), (_("少缴税额"), done.saving)]
    return _answer(done.ledger, figures, remark)


def _turnover(form: TurnoverForm) -> Answer:
    done = queries.turnover_tax(form.sale(), in_pilot=form.cleaned_data["in_pilot"])
    is_vat = any(line.code == "vat" for line in done.ledger.lines)
    name = _("应纳增值税") if is_vat else _("应纳营业税")
    remarks = [_exempt_or_not(form, is_exempt=done.is_exempt)]
    if done.is_exempt and is_vat:
        remarks.append(_("免税项目不得开具增值税专用发票"))
    figures = [(name, done.tax), (_("免税减少的税额"), done.tax_if_taxed - done.tax)]
    return _answer(done.ledger, figures, *remarks)


def _exempt_or_not(form: TurnoverForm, *, is_exempt: bool) -> Any:
    item = form.cleaned_data["item"]
    if is_exempt:
        return _("免税")
    if item in {Item.SERVICE, Item.GOODS}:
        return _("不属于免税的技术转让、技术开发及相关服务")
    if not form.cleaned_data["is_registered"]:
        return _("合同未经认定登记，不能免税")
    if item == Item.RELATED_SERVICE and not form.cleaned_data["on_same_invoice"]:
        return _("相关咨询和服务未与转让或开发价款开在同一张发票，不能免税")
    return _("当时没有免税规定")


def _stamp(form: StampForm) -> Answer:
    done = queries.stamp_duty(form.document())
    return _answer(
        done.ledger,
        [(_("每一方应纳印花税"), done.each_party)],
        _("买卖双方各就所执的一份合同缴纳"),
    )


def _sharing(form: SharingForm) -> Answer:
    given = form.cleaned_data
    costs = {name: given[name] for name in ("revenue", "taxes", "upkeep", "direct_costs")}
    agreed = given["agreed"]
    done = queries.award_of(
        max(queries.net_income(**costs), Decimal(0)),
        day=given["day"],
        owner=given["owner"],
        agreed=None if agreed is None else agreed / 100,
        region=given["region"],
    )
    figures = [(_("应提取的奖励和报酬"), done.award), (_("法定最低额"), done.floor)]
    remark = "" if done.is_valid else _("约定比例低于法定最低比例，不符合规定")
    return _answer(done.ledger, figures, remark)


def _technology(form: TechnologyForm) -> Answer:
    given = form.cleaned_data
    amount, ledger = queries.technology_amount(given["value"], form.costs(), day=given["day"])
    figures = [(_("技术交易额"), amount), (_("扣除的非技术性费用"), given["value"] - amount)]
    return _answer(ledger, figures, _("税收优惠和奖酬金按登记的技术交易额计算"))


def _answer(
    ledger: queries.Ledger, figures: Iterable[tuple[Any, Decimal]], *remarks: Any
) -> Answer:
    return {
        "rows": tables.ledger_rows(ledger),
        "figures": [(name, tables.full(amount)) for name, amount in figures],
        "remarks": [one for one in remarks if one],
    }


def _formula(day: date) -> list[queries.Term]:
    try:
        return [queries.term_on("transfer_income.formula", day)]
    except queries.Silent:  # the old regime taxed net income without saying how
        return []


def _state(code: str, verdict: queries.Verdict) -> str:
    if code in verdict.met:
        return "met"
    return "failed" if code in verdict.failed else "open"


CALCULATORS: Mapping[str, Calculator] = {
    "transfer": Calculator(title=_("技术转让所得减免"), form=TransferForm, answer=transfer),
    "technology": Calculator(title=_("技术交易额"), form=TechnologyForm, answer=_technology),
    "turnover": Calculator(title=_("增值税与营业税"), form=TurnoverForm, answer=_turnover),
    "stamp": Calculator(title=_("印花税"), form=StampForm, answer=_stamp),
    "research": Calculator(title=_("研发费用加计扣除"), form=ResearchForm, answer=_research),
    "sharing": Calculator(title=_("成果转化奖励"), form=SharingForm, answer=_sharing),
    "award": Calculator(title=_("现金奖励个人所得税"), form=AwardForm, answer=_award),
}
