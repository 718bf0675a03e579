"""Whether transfer income has the relief, asking the fewest facts that decide it.

Each condition looks at facts that may still be unknown. One that fails decides at once; an
unknown one is asked only if no known one has failed (财税〔2010〕111号, 财税〔2015〕116号).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yizhan.policy.law import Lawbook, lawbook

OWNERSHIP, NON_EXCLUSIVE = "ownership", "non_exclusive"
DEFENCE = "defence_patent"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFacts:
    """What is known of a transfer; None is unknown. A licence counts whole months."""

    income_on: date
    is_resident: bool | None = None
    right: str | None = None
    act: str | None = None
    licence_months: int | None = None
    owns_right: bool | None = None
    is_cross_border: bool | None = None
    is_registered: bool | None = None
    is_commerce_registered: bool | None = None
    is_state_funded: bool | None = None
    is_state_approved: bool | None = None
    export_list: str | None = None
    related_holding: Decimal | None = None
    has_separate_accounts: bool | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the relief: a code, the fact it asks for, the parameters it reads."""

    code: str
    fact: str
    parameters: tuple[str, ...]
    reference: str
    test: Callable[[TransferFacts, Lawbook], bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer: eligible, not, or not decided; why; and what to ask next."""

    is_eligible: bool | None
    met: tuple[str, ...]
    failed: tuple[str, ...]
    missing: tuple[str, ...]
    next_fact: str | None


def _resident(facts: TransferFacts, law: Lawbook) -> bool | None:  # noqa: ARG001
    return facts.is_resident


def _in_scope(facts: TransferFacts, law: Lawbook) -> bool | None:
    if facts.right is None:
        return None
    # 国防专利 was added with the notice of 2015.
    if facts.right == DEFENCE:
        return facts.income_on >= date(2015, 10, 1)
    return facts.right in law.on("transfer_income.rights", facts.income_on).value


def _act(facts: TransferFacts, law: Lawbook) -> bool | None:
    if facts.act is None:
        return None
    return facts.act in law.on("transfer_income.acts", facts.income_on).value


def _term(facts: TransferFacts, law: Lawbook) -> bool | None:
    if facts.act == OWNERSHIP:
        return True
    if facts.act is None or facts.licence_months is None:
        return None
    years = law.on("transfer_income.licence_years", facts.income_on).value
    return bool(facts.licence_months >= 12 * years)


def _own(facts: TransferFacts, law: Lawbook) -> bool | None:  # noqa: ARG001
    if facts.act is None:
        return None
    return facts.owns_right if facts.act == NON_EXCLUSIVE else True


def _registered(facts: TransferFacts, law: Lawbook) -> bool | None:  # noqa: ARG001
    if facts.is_cross_border is None:
        return None
    return facts.is_commerce_registered if facts.is_cross_border else facts.is_registered


def _approved(facts: TransferFacts, law: Lawbook) -> bool | None:  # noqa: ARG001
    if facts.is_state_funded is None:
        return None
    return facts.is_state_approved if facts.is_state_funded else True


def _exportable(facts: TransferFacts, law: Lawbook) -> bool | None:  # noqa: ARG001
    return None if facts.export_list is None else facts.export_list == "free"


def _unrelated(facts: TransferFacts, law: Lawbook) -> bool | None:
    if facts.related_holding is None:
        return None
    limit = law.on("transfer_income.related_holding", facts.income_on).value
    return bool(facts.related_holding < limit)


def _separate(facts: TransferFacts, law: Lawbook) -> bool | None:  # noqa: ARG001
    return facts.has_separate_accounts


# In this order people can answer without looking anything up, and most are decided early.
CONDITIONS = (
    Condition("resident", "is_resident", (), "国税函〔2009〕212号 一(一)", _resident),
    Condition("scope", "right", ("transfer_income.rights",), "财税〔2010〕111号 一", _in_scope),
    Condition("act", "act", ("transfer_income.acts",), "财税〔2010〕111号 二", _act),
    Condition(
        "licence_term",
        "licence_months",
        ("transfer_income.licence_years",),
        "财税〔2010〕111号 二",
        _term,
    ),
    Condition("owner", "owns_right", (), "税务总局公告2015年第82号 一", _own),
    Condition("registered", "is_registered", (), "财税〔2010〕111号 三", _registered),
    Condition("state_approval", "is_state_approved", (), "财税〔2010〕111号 三", _approved),
    Condition(
        "export",
        "export_list",
        ("transfer_income.restricted_export_excluded",),
        "财税〔2010〕111号 三",
        _exportable,
    ),
    Condition(
        "related",
        "related_holding",
        ("transfer_income.related_holding",),
        "财税〔2010〕111号 四",
        _unrelated,
    ),
    Condition(
        "accounts",
        "has_separate_accounts",
        ("transfer_income.separate_accounts",),
        "国税函〔2009〕212号 四",
        _separate,
    ),
)


def judge(facts: TransferFacts, law: Lawbook | None = None) -> Verdict:
    """Decide as far as the facts go; raises Silent for a day before 2008."""
    book = law or lawbook()
    answers = [(condition.code, condition.test(facts, book)) for condition in CONDITIONS]
    met = [code for code, answer in answers if answer]
    failed = [code for code, answer in answers if answer is False]
    missing = [code for code, answer in answers if answer is None]
    wanted = list(_wanted(facts, missing)) if not failed else []
    return Verdict(
        is_eligible=False if failed else None if missing else True,
        met=tuple(met),
        failed=tuple(failed),
        missing=tuple(wanted),
        next_fact=wanted[0] if wanted else None,
    )


def _wanted(facts: TransferFacts, missing: list[str]) -> Iterator[str]:
    """Name the unknown facts in the order to ask; one that decides another comes before it."""
    before = {"registered": "is_cross_border", "state_approval": "is_state_funded"}
    for condition in CONDITIONS:
        if condition.code not in missing:
            continue
        first = before.get(condition.code)
        if first and getattr(facts, first) is None:
            yield first
        elif condition.code == "registered" and facts.is_cross_border:
            yield "is_commerce_registered"
        elif facts.act is None and condition.code in {"licence_term", "owner"}:
            continue  # only some acts have these; the act is asked first
        else:
            yield condition.fact
