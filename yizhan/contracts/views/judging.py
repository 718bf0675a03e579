"""The right side of the workbench: kinds, conditions with their quotes, deductions, taxes."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from yizhan.contracts import law, rules
from yizhan.contracts.models import Contract
from yizhan.contracts.queries.recognising import cost_lines, taxed
from yizhan.contracts.recognition.conditions import EXCLUDES, MUST, Condition, edition_on
from yizhan.contracts.recognition.deductions import (
    BEYOND,
    IN_FULL,
    NEEDED,
    WITHIN,
    CostLine,
    Deduction,
    reckon,
)
from yizhan.contracts.recognition.preview import preview
from yizhan.contracts.recognition.proposing import (
    AGAINST,
    HIGH,
    LINE,
    LOW,
    MEDIUM,
    MET,
    NONE,
    TITLE,
    Judged,
    Material,
    Proposal,
    Quote,
    propose,
)
from yizhan.contracts.rules.checking import Given, asked_of
from yizhan.contracts.terms import SUB_KINDS, Answer, CostKind, Kind, SubKind
from yizhan.kernel.money import to_fen
from yizhan.policy.queries import Ledger
from yizhan.policy.tables import ledger_rows, verdict_words
from yizhan.web.badges import Badge
from yizhan.web.wording import is_english

_LICENCES = SUB_KINDS[Kind.LICENCE]


def sure_badge(sureness: str) -> Badge:
    """Say how sure the proposal is."""
    return {
        HIGH: Badge(_("把握较大"), "ok"),
        MEDIUM: Badge(_("把握一般"), "warn", "half"),
        LOW: Badge(_("需人工判断"), "warn", "square"),
        NONE: Badge(_("未读出依据"), "", "ring"),
    }[sureness]


def kind_context(
    contract: Contract, material: Material, given: Mapping[str, str]
) -> dict[str, Any]:
    """Return the proposal, the kinds to choose from, and the conditions of the chosen one."""
    proposal = propose(material)
    kinds = _kinds(material.signed_on or material.day)
    kind = given.get("kind") or proposal.kind or contract.kind
    kind = kind if kind in kinds else contract.kind
    subkind = _subkind(given, proposal, contract, kind, kinds)
    edition = edition_on(material.day)
    asked = asked_of(kind, subkind, day=material.day, signed_on=contract.signed_on)
    judged = _judged(proposal)
    return {
        "proposal": proposal,
        "proposed_name": _named(proposal.kind, proposal.subkind),
        "sure": sure_badge(proposal.sureness),
        "claimed_name": _named(contract.kind, contract.subkind),
        "differs": bool(proposal.kind) and proposal.kind != contract.kind,
        "shares": [
            {"kind": Kind(share.kind).label, "amount": share.amount}
            for share in proposal.shares
        ]
        if proposal.is_mixed
        else [],
        "kind": kind,
        "subkind": subkind,
        "kinds": [
            {"value": one, "label": Kind(one).label, "is_chosen": one == kind} for one in kinds
        ],
        "subkinds": [
            {"value": one, "label": SubKind(one).label, "is_chosen": one == subkind}
            for one in _subkinds(kind, kinds)
        ],
        "edition": {
            "name": edition.en if is_english() else edition.zh,
            "note": edition.note_en if is_english() else edition.note_zh,
        },
        "conditions": [_condition(one, judged.get(one.id), given) for one in asked],
        "refusing": [_refusing(one) for one in proposal.refusals],
        "excluding": [_refusing(one) for one in proposal.exclusions],
    }


def kind_choices(
    contract: Contract, kind: str, subkind: str, given: Mapping[str, str]
) -> dict[str, Any]:
    """Return the kinds and sub-kinds of the day a contract was signed, one of each chosen."""
    kinds = _kinds(contract.signed_on or localdate())
    kind = given.get("kind", kind)
    kind = kind if kind in kinds else contract.kind
    subkind = given.get("subkind", subkind)
    return {
        "kinds": [
            {"value": one, "label": Kind(one).label, "is_chosen": one == kind} for one in kinds
        ],
        "subkinds": [
            {"value": sub, "label": SubKind(sub).label, "is_chosen": sub == subkind}
            for one in kinds
            for sub in _subkinds(one, kinds)
        ],
    }


def deduction_context(
    contract: Contract, given: Mapping[str, str], *, day: date
) -> dict[str, Any]:
    """Return the cost lines with what the rules take off and what the registrar settles."""
    return cost_context(contract.contract_value, cost_lines(contract), given, day=day)


def cost_context(
    value: Decimal, lines: Sequence[CostLine], given: Mapping[str, str], *, day: date
) -> dict[str, Any]:
    """Return the rows of costs, the ledger and the technology amount as typed so far."""
    rows: list[dict[str, Any]] = []
    for one in reckon(value, lines, day=day).deductions:
        typed = given.get(f"deduction_{one.line.position}")
        amount = amount_of(typed)
        rows.append(
            {
                "index": one.line.position,
                "kind": CostKind(one.line.kind).label,
                "description": one.line.description,
                "quantity": f"{one.line.quantity.normalize():f}",
                "unit": one.line.unit,
                "amount": one.line.amount,
                "claim": one.line.claim if one.line.is_claimed else "",
                "is_claimed": one.line.is_claimed,
                "typed": typed if typed is not None else f"{one.amount:.2f}",
                "taken": one.amount if amount is None else amount,
                "reason": given.get(f"reason_{one.line.position}", _why(one)),
                "formula": one.formula if one.reason == BEYOND else "",
                "is_doubtful": one.is_doubtful,
            }
        )
    off = sum((row["taken"] for row in rows), Decimal(0))
    return {"costs": rows, "technology": to_fen(value - off), "ledger": _ledger(value, rows)}


def tax_context(
    contract: Contract, *, kind: str, subkind: str, amount: Decimal, today: date
) -> dict[str, Any]:
    """Return the three taxes by the law of their days, and what is still missing."""
    amount = min(max(amount, Decimal(0)), contract.contract_value)
    shown = preview(taxed(contract, kind=kind, subkind=subkind, amount=amount, today=today))
    parts = [
        (_("技术转让所得"), _lines(shown.income, saves=("reduction",))),
        (_("增值税"), _lines(shown.turnover, saves=("vat_if_taxed", "bt_if_taxed"))),
        (_("印花税"), _lines(shown.stamp)),
    ]
    words = verdict_words(shown.verdict) if shown.verdict else {"failed": [], "missing": []}
    return {
        "taxes": [{"name": name, "lines": lines} for name, lines in parts if lines],
        "saved": shown.saved,
        "income_saved": shown.income_saved,
        "turnover_saved": shown.turnover_saved,
        "tax_failed": words["failed"],
        "tax_missing": words["missing"],
        "tax_silent": bool(shown.silent),
    }


def amount_of(typed: str | None) -> Decimal | None:
    """Read an amount as it was typed, or nothing."""
    plain = (typed or "").replace(",", "").replace("，", "").strip()
    if not plain or not plain.replace(".", "", 1).isdecimal() or not plain.isascii():
        return None
    return to_fen(Decimal(plain)) if len(plain) <= 16 else None


def ruling_of(posted: Mapping[str, str], contract: Contract, day: date) -> rules.Ruling:
    """Read the decision as it was filled in."""
    count = contract.costs.count()
    kind, subkind = posted.get("kind", ""), posted.get("subkind", "")
    asked = asked_of(kind, subkind, day=day, signed_on=contract.signed_on)
    return rules.Ruling(
        kind=kind,
        subkind=subkind,
        reasons=posted.get("reasons", "").strip(),
        deductions={
            index: rules.Deduction(amount=amount, reason=posted.get(f"reason_{index}", ""))
            for index in range(count)
            if (amount := amount_of(posted.get(f"deduction_{index}"))) is not None
        },
        references=tuple(dict.fromkeys(one.article for one in asked)),
        checklist={
            "edition": edition_on(day).code,
            "answers": {
                code: {"answer": one.answer, "note": one.note}
                for code, one in answers_of(posted).items()
            },
        },
    )


def answers_of(posted: Mapping[str, str]) -> dict[str, Given]:
    """Read the answers to the conditions."""
    return {
        name.removeprefix("answer_"): Given(
            answer=value, note=posted.get(f"note_{name.removeprefix('answer_')}", "")[:500]
        )
        for name, value in posted.items()
        if name.startswith("answer_")
    }


def draft_reasons(kinds: Mapping[str, Any], technology: Decimal) -> str:
    """Write what a registrar may say, from the clauses that speak for the kind."""
    proposal: Proposal = kinds["proposal"]
    if not proposal.kind or proposal.refusals or proposal.kind != kinds["kind"]:
        return ""
    quotes = [
        quote
        for one in proposal.case_for(proposal.kind)[0].of_sort(MUST)
        for quote in one.speaks_for[:1]
        if quote.clause.source != TITLE
    ]
    said = "；".join(
        _("%(place)s“%(words)s”") % {"place": place_of(quote), "words": quote.words}
        for quote in quotes[:3]
    )
    return _("依%(edition)s，本合同%(quotes)s，认定为%(kind)s，核定技术交易额 %(sum)s 元。") % {
        "edition": kinds["edition"]["name"],
        "quotes": said or _("按约定的权利义务"),
        "kind": kinds["proposed_name"],
        "sum": f"{technology:,.2f}",
    }


def place_of(quote: Quote) -> str:
    """Say where a clause stands."""
    if quote.clause.source == TITLE:
        return _("合同名称")
    if quote.clause.source == LINE:
        return _("内容明细第 %(n)s 项") % {"n": quote.clause.place}
    if quote.clause.place.startswith("¶"):
        return _("第 %(n)s 段") % {"n": quote.clause.place[1:]}
    return quote.clause.place


def _kinds(day: date) -> list[str]:
    known = law.kinds_known(day) or tuple(Kind.values)
    return [kind for kind in Kind.values if kind in known]


def _subkinds(kind: str, kinds: Sequence[str]) -> tuple[str, ...]:
    if kind not in SUB_KINDS:
        return ()
    also = _LICENCES if kind == Kind.ASSIGNMENT and Kind.LICENCE not in kinds else ()
    return (*SUB_KINDS[kind], *also)


def _subkind(
    given: Mapping[str, str],
    proposal: Proposal,
    contract: Contract,
    kind: str,
    kinds: Sequence[str],
) -> str:
    allowed = _subkinds(kind, kinds)
    asked = (given.get("subkind", ""), proposal.subkind, contract.subkind, *allowed[:1])
    return next((one for one in asked if one in allowed), "")


def _judged(proposal: Proposal) -> dict[str, Judged]:
    every = [proposal.every, *proposal.cases]
    return {one.condition.id: one for case in every for one in case.judged}


def _condition(
    condition: Condition, judged: Judged | None, given: Mapping[str, str]
) -> dict[str, Any]:
    verdict = judged.verdict if judged else ""
    proposed = {MET: Answer.YES, AGAINST: Answer.NO}.get(verdict, "")
    answer = given.get(f"answer_{condition.id}", proposed)
    quotes = (*judged.speaks_against, *judged.speaks_for) if judged else ()
    return {
        "id": condition.id,
        "text": condition.en if is_english() else condition.zh,
        "is_must": condition.sort == MUST,
        "is_exclusion": condition.sort == EXCLUDES,
        "article": condition.article,
        "needs_review": condition.needs_review,
        "verdict": verdict,
        "is_presumed": bool(condition.presumed and judged and not judged.speaks_for),
        "quotes": [_quoted(quote) for quote in quotes[:2]],
        "choices": [
            {"value": value, "label": label, "is_chosen": value == answer}
            for value, label in Answer.choices
        ],
        "note": given.get(f"note_{condition.id}", ""),
    }


def _quoted(quote: Quote) -> dict[str, str]:
    before, words, after = quote.clause.text.partition(quote.words)
    return {"before": before, "words": words, "after": after, "place": place_of(quote)}


def _refusing(judged: Judged) -> dict[str, Any]:
    condition = judged.condition
    return {
        "text": condition.en if is_english() else condition.zh,
        "article": condition.article,
        "quotes": [_quoted(quote) for quote in judged.speaks_for[:2]],
    }


def _why(deduction: Deduction) -> str:
    """Say by what rule a line comes off; a settled one keeps its own reason."""
    if deduction.line.decided is not None and deduction.line.decided_reason:
        return deduction.line.decided_reason
    words = {
        IN_FULL: _("单列的非技术性费用，全额扣除"),
        WITHIN: _("合理数量以内的载体，不扣除"),
        BEYOND: _("超出合理数量的部分扣除"),
        NEEDED: _("试验和掌握技术所需的载体，不扣除"),
    }
    return words.get(deduction.reason, "")


def _ledger(value: Decimal, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    off = sum((row["taken"] for row in rows), Decimal(0))
    return [
        {"label": _("合同成交总额"), "amount": value, "operator": "", "kind": ""},
        *(
            {"label": row["description"], "amount": row["taken"], "operator": "−", "kind": ""}
            for row in rows
        ),
        {
            "label": _("核定技术交易额"),
            "amount": to_fen(value - off),
            "operator": "=",
            "kind": "sum",
        },
    ]


def _lines(ledger: Ledger | None, *, saves: Sequence[str] = ()) -> list[dict[str, Any]]:
    rows = ledger_rows(ledger) if ledger else []
    return [
        {
            "label": row.label,
            "amount": to_fen(row.line.amount),
            "operator": "",
            "kind": "save" if row.line.code in saves else "",
            "formula": row.line.formula,
            "rule_url": row.parameters[0][1] if row.parameters else "",
            "rule_label": "；".join(row.line.references),
        }
        for row in rows
    ]


def _named(kind: str, subkind: str) -> str:
    if not kind:
        return ""
    if not subkind:
        return str(Kind(kind).label)
    return _("%(kind)s（%(subkind)s）") % {
        "kind": Kind(kind).label,
        "subkind": SubKind(subkind).label,
    }
