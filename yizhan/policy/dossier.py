"""The dossier of a transfer to keep for inspection (留存备查), as JSON and on paper."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yizhan.policy import queries, tables
from yizhan.policy.forms import TransferForm
from yizhan.policy.law import Silent, Term
from yizhan.policy.results import transfer
from yizhan.policy.wording import KEPT
from yizhan.web.printing import Checks, Pairs, Paragraph, Report, Table
from yizhan.web.wording import full_day


def content_of(form: TransferForm) -> Mapping[str, Any]:
    """Collect what was asked and found; raises Silent for a day without law."""
    answer = transfer(form)
    verdict = answer["verdict"]
    day = form.cleaned_data["day"]
    kept = _kept(day, is_cross_border=bool(form.cleaned_data["is_cross_border"]))
    years = _years(day)
    return {
        "form": "transfer_income_dossier/1",
        "day": day.isoformat(),
        "is_eligible": verdict.is_eligible,
        "tax": answer["result"].replace(",", ""),
        "tax_without_relief": answer["ordinary"].replace(",", ""),
        "answers": [
            {"fact": name, "question": question, "answer": said}
            for name, question, said in _answers(form)
        ],
        "conditions": [
            {"code": one.code, "condition": str(label), "reference": reference, "state": state}
            for one, (label, reference, state) in zip(
                queries.CONDITIONS, answer["conditions"], strict=True
            )
        ],
        "missing": [str(one) for one in answer["missing"]],
        "ledger": [
            {"label": row.label, **line}
            for row, line in zip(answer["rows"], answer["ledger"].to_json(), strict=True)
        ],
        "keep": [str(KEPT[code]) for code in kept.value],
        "keep_reference": kept.reference,
        "keep_years": int(years.value) if years else None,
    }


def report_of(content: Mapping[str, Any]) -> Report:
    """Lay the content out for paper; the content itself is attached to the file."""
    day = full_day(date.fromisoformat(content["day"]))
    return Report(
        title=_("技术转让所得减免 留存备查"),
        lead=_("所得日期：%(day)s") % {"day": day},
        finding=_finding(content),
        sections=_sections(content),
        note=_("由填写内容自动生成，供纳税人留存；以主管税务机关的认定为准。"),
        content=content,
        file_name="dossier.json",
    )


def _sections(content: Mapping[str, Any]) -> list[Any]:
    keep = "\n".join(f"{place}. {one}" for place, one in enumerate(content["keep"], start=1))
    sections: list[Any] = [
        Pairs(
            title=_("填写内容"),
            rows=[(one["question"], one["answer"]) for one in content["answers"]],
        ),
        Checks(
            title=_("减免条件"),
            rows=[
                (one["condition"], one["reference"], one["state"])
                for one in content["conditions"]
            ],
        ),
        Table(
            title=_("计算过程"),
            columns=[_("项"), _("金额（元）"), _("算式"), _("依据")],
            rows=[_row(line) for line in content["ledger"]],
            numbers=[1],
            widths=[3, 2, 4, 4],
        ),
        Paragraph(title=_("须留存备查的资料"), text=f"{keep}\n{content['keep_reference']}"),
    ]
    if content["keep_years"]:
        text = _("自汇算清缴期结束次日起保存 %(years)s 年。") % {"years": content["keep_years"]}
        sections.append(Paragraph(text=text))
    return sections


def _row(line: Mapping[str, Any]) -> list[str]:
    basis = "；".join(line["references"])
    if line["needs_review"]:
        basis = _("%(basis)s（待核对原文）") % {"basis": basis}
    return [line["label"], tables.full(Decimal(line["amount"])), line["formula"], basis]


def _finding(content: Mapping[str, Any]) -> str:
    tax, without = Decimal(content["tax"]), Decimal(content["tax_without_relief"])
    values = {"tax": tables.full(tax), "without": tables.full(without)}
    if content["is_eligible"]:
        return _("符合减免条件：应纳税额 %(tax)s 元，不减免时 %(without)s 元") % values
    if content["is_eligible"] is None:
        return _("还不能判断；以下按符合条件试算，应纳税额 %(tax)s 元") % values
    return _("不符合减免条件：应纳税额 %(tax)s 元") % values


def _answers(form: TransferForm) -> list[tuple[str, str, str]]:
    return [
        (name, str(field.label), _said(form, name))
        for name, field in form.fields.items()
        if name != "day"
    ]


def _said(form: TransferForm, name: str) -> str:
    value = form.cleaned_data.get(name)
    if value in (None, ""):
        return _("尚不清楚")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    choices = dict(getattr(form.fields[name], "choices", ()))
    if value in choices:
        return str(choices[value])
    if name in {"licence_months", "related_holding"}:
        return f"{value}"
    return tables.full(value)


def _kept(day: date, *, is_cross_border: bool) -> Term:
    name = "transfer_income.kept_cross_border" if is_cross_border else "transfer_income.kept"
    return queries.term_on(name, day)


def _years(day: date) -> Term | None:
    try:
        return queries.term_on("income_tax.kept_years", day)
    except Silent:  # before 2017 the papers were filed, not kept for a number of years
        return None
