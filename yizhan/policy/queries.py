"""What others may ask the law book: values of a day, calculators, what is due for review."""

from collections.abc import Sequence
from datetime import date

from yizhan.policy.calculators.amounts import Cost, technology_amount
from yizhan.policy.calculators.eligibility import (
    CONDITIONS,
    Condition,
    TransferFacts,
    Verdict,
    judge,
)
from yizhan.policy.calculators.income_tax import (
    Income,
    YearlyTax,
    ordinary_tax,
    transfer_income,
    yearly_tax,
)
from yizhan.policy.calculators.individual import AwardTax, CashAward, cash_award_tax
from yizhan.policy.calculators.registration import (
    Deadline,
    decision_deadline,
    kinds_on,
    number_length_on,
    regime_on,
)
from yizhan.policy.calculators.research import ExtraDeduction, Research, extra_deduction
from yizhan.policy.calculators.sharing import Award, award_of, net_income
from yizhan.policy.calculators.stamp_duty import Document, StampDuty, stamp_duty
from yizhan.policy.calculators.turnover_tax import (
    Sale,
    TurnoverTax,
    business_tax,
    turnover_tax,
    value_added_tax,
)
from yizhan.policy.law import Lawbook, Parameter, Silent, Term, lawbook
from yizhan.policy.ledger import Ledger, Line

__all__ = [
    "CONDITIONS",
    "Award",
    "AwardTax",
    "CashAward",
    "Condition",
    "Cost",
    "Deadline",
    "Document",
    "ExtraDeduction",
    "Income",
    "Lawbook",
    "Ledger",
    "Line",
    "Parameter",
    "Research",
    "Sale",
    "Silent",
    "StampDuty",
    "Term",
    "TransferFacts",
    "TurnoverTax",
    "Verdict",
    "YearlyTax",
    "award_of",
    "business_tax",
    "cash_award_tax",
    "decision_deadline",
    "extra_deduction",
    "judge",
    "kinds_on",
    "lawbook",
    "net_income",
    "number_length_on",
    "ordinary_tax",
    "parameters",
    "regime_on",
    "stale_parameters",
    "stamp_duty",
    "technology_amount",
    "term_on",
    "transfer_income",
    "turnover_tax",
    "value_added_tax",
    "yearly_tax",
]


def parameters(*, chapter: str = "", words: str = "") -> list[Parameter]:
    """List the parameters of a chapter whose names, ids or documents have all the words."""
    wanted = words.casefold().split()
    return [
        one
        for one in lawbook().values()
        if (not chapter or one.chapter == chapter)
        and all(word in _text(one) for word in wanted)
    ]


def stale_parameters(day: date) -> Sequence[Parameter]:
    """List what somebody should have looked at again by the day, longest overdue first."""
    stale = [one for one in lawbook().values() if one.is_stale(day)]
    return sorted(stale, key=lambda one: one.review_by)


def term_on(key: str, day: date) -> Term:
    """Return the value of a parameter on a day; raises Silent where the law has none."""
    return lawbook().on(key, day)


def _text(one: Parameter) -> str:
    documents = " ".join(term.reference for term in one.terms)
    return f"{one.id} {one.zh} {one.en} {documents}".casefold()
