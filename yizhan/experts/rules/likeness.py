"""Who fits a need, and the reasons in the need's own words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from yizhan.experts.rules.words import asked_terms

_BY_WORD, _MOST_BY_WORDS, _BY_FIELD, _BY_INDUSTRY, _BY_PLACE = 15, 60, 20, 15, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well an expert fits and what both have in common; nothing in common is no fit."""

    score: int
    words: tuple[str, ...]
    fields: tuple[str, ...]
    is_same_industry: bool
    is_same_province: bool


def is_about(word: str, terms: Collection[str]) -> bool:
    """Say whether a text that was cut into terms holds everything of a word."""
    wanted = asked_terms(word)
    return bool(wanted) and wanted <= set(terms)


def fit_of(
    *,
    words: Iterable[str],
    terms: Collection[str],
    fields: tuple[Collection[str], Collection[str]],
    industries: tuple[str, Collection[str]],
    regions: tuple[str, str],
) -> Fit:
    """Compare a need (first of each pair) with an expert: words weigh most, then field."""
    held = set(terms)
    said = tuple(dict.fromkeys(word for word in words if is_about(word, held)))
    shared = tuple(code for code in fields[0] if code in fields[1])
    trade = bool(industries[0]) and _is_within(industries[0], industries[1])
    province = regions[0][:2] == regions[1][:2]
    score = min(_BY_WORD * len(said), _MOST_BY_WORDS)
    score += (_BY_FIELD if shared else 0) + (_BY_INDUSTRY if trade else 0)
    score += _BY_PLACE if province and score else 0
    return Fit(
        score=score,
        words=said,
        fields=shared,
        is_same_industry=trade,
        is_same_province=province,
    )


def _is_within(industry: str, known: Collection[str]) -> bool:
    """A section such as C takes in its divisions such as C34, and the other way round."""
    return any(industry.startswith(code) or code.startswith(industry) for code in known)
