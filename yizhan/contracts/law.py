"""What the law book says on a day, in the form the rules of contracts read."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from yizhan.contracts.rules import PaperRule
from yizhan.contracts.terms import Regime
from yizhan.policy.queries import Silent, kinds_on, regime_on, term_on

_PAPERS = Path(__file__).parent / "data" / "papers.toml"


def kinds_known(day: date | None) -> tuple[str, ...] | None:
    """Return the kinds of a day, or None where the law is silent."""
    if day is None:
        return None
    try:
        return kinds_on(day)
    except Silent:
        return None


def is_import_for_buyer(day: date) -> bool:
    """Say whether what comes from abroad is filed by its buyer."""
    return bool(_value("registration.applicant_import", day) == "domestic_buyer")


def is_within_term_only(day: date) -> bool:
    """Say whether only what still runs is taken on."""
    return regime_on(day) == Regime.R2026.value


def large_amount(day: date) -> Decimal | None:
    """Return the technology amount from which a contract is large, where there is one."""
    found = _value("registration.large_contract", day)
    return None if found is None else Decimal(found)


def appeal_days(day: date) -> int:
    """Return within how many days a party may object."""
    return int(term_on("registration.appeal_days", day).value)


def number_layout(day: date) -> str:
    """Return how numbers of the day are written; it has as many digits as the law wants."""
    layout = str(term_on("registration.number_layout", day).value)
    if len(layout) != term_on("registration.number_length", day).value:
        raise ValueError("The layout of numbers and their length differ.")
    return layout


@lru_cache(maxsize=1)
def paper_rules() -> tuple[PaperRule, ...]:
    """Read the list of papers once."""
    with _PAPERS.open("rb") as file:
        rows = tomllib.load(file)["paper"]
    return tuple(PaperRule(**{"until": None, **row}) for row in rows)


def _value(parameter: str, day: date) -> Any:
    try:
        return term_on(parameter, day).value
    except Silent:
        return None
