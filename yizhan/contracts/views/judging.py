"""The judgement of the workbench: kinds, conditions with their quotes, the ruling."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from yizhan.contracts import law, rules
from yizhan.contracts.models import Contract
from yizhan.contracts.recognition.conditions import EXCLUDES, MUST, Condition, edition_on
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
from yizhan.contracts.terms import SUB_KINDS, Answer, Kind, SubKind
from yizhan.contracts.views.reckoning import amount_of
from yizhan.web.badges import Badge
from yizhan.web.wording import is_english

_LICENCES = SUB_KINDS[Kind.LICENCE]
_SHOWN = 60


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
        **_conditions([_condition(one, judged.get(one.id), given) for one in asked]),
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
        _("%(place)s约定“%(text)s”")
        % {"place": place_of(quote), "text": shortened(quote.clause.text)}
        for quote in quotes[:3]
    )
    return _("依%(edition)s，%(quotes)s，认定为%(kind)s，核定技术交易额 %(sum)s 元。") % {
        "edition": kinds["edition"]["name"],
        "quotes": said or _("按约定的权利义务"),
        "kind": _named(kinds["kind"], kinds["subkind"]),
        "sum": f"{technology:,.2f}",
    }


def shortened(text: str) -> str:
    """Keep the beginning of a long clause, without its full stop."""
    plain = text.rstrip("。；;")
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


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


def _conditions(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Put aside what nothing was read about, so that what was stands in view."""
    quiet = [row for row in rows if not row["is_must"] and row["verdict"] == MET]
    return {
        "conditions": [row for row in rows if row not in quiet],
        "quiet": quiet,
        "quiet_opens": any(row["answer"] != Answer.YES for row in quiet),
    }


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
        "answer": answer,
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


def _named(kind: str, subkind: str) -> str:
    if not kind:
        return ""
    if not subkind:
        return str(Kind(kind).label)
    return _("%(kind)s（%(subkind)s）") % {
        "kind": Kind(kind).label,
        "subkind": SubKind(subkind).label,
    }
