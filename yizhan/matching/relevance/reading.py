"""Read a pasted paragraph: what it is about, what it asks for, and which words say so.

Nothing is decided here. Every proposal carries the words that led to it, so that a person
sees why and corrects it with one click.
"""

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from yizhan.matching.engine.text import clean, normalise
from yizhan.matching.relevance.concepts import LEXICON, Concepts, concepts
from yizhan.matching.relevance.figures import figures
from yizhan.matching.relevance.likeness import joined
from yizhan.matching.relevance.money import money_amounts
from yizhan.matching.relevance.places import Gazetteer
from yizhan.matching.relevance.views import Comparator, IndicatorView, NeedView

MOST_FIELDS: Final = 3
MOST_INDUSTRIES: Final = 3
NEAR_BEST: Final = 0.4  # a second field is proposed from two fifths of the best one's weight
LEAST: Final = 0.9  # one common word alone proposes nothing
TITLE_TIMES: Final = 3
TITLE_LENGTH: Final = 60
SHOWN_WORDS: Final = 6
READ_CHARACTERS: Final = 20_000

_SECTIONS: Final = (
    (5, "A"), (12, "B"), (43, "C"), (46, "D"), (50, "E"), (52, "F"), (60, "G"), (62, "H"),
    (65, "I"), (69, "J"), (70, "K"), (72, "L"), (75, "M"), (79, "N"), (82, "O"), (83, "P"),
    (85, "Q"), (90, "R"), (96, "S"), (97, "T"),
)  # fmt: skip
_LENGTH_WORTH: Final = {1: 0.2, 2: 1.0, 3: 1.3}
_SENTENCE_END: Final = re.compile(r"[。;!?\n]|\.\s")
_PAUSE: Final = re.compile(r"[,、。;!?\n]|\.\s")
_TRL: Final = re.compile(
    r"(?:trl|技术就绪度|技术成熟度|就绪度|成熟度等级|technology readiness level)"
    r"[^0-9a-z]{0,8}([1-9])(?![0-9])\s?级?(?:\s?[-~至到]\s?(?:trl)?\s?([1-9])(?![0-9]))?"
    r"\s?级?\s?(及?以上|或更高|\+| or (?:above|higher))?"
)
_DAY: Final = re.compile(
    r"((?:19|20)\d\d)\s?(?:年|[-/.])\s?(1[0-2]|0?[1-9])\s?(?:月|[-/.])?\s?"
    r"(?:(3[01]|[12]\d|0?[1-9])\s?日?(?!\d)|(底|末))?"
)
_YEAR_END: Final = re.compile(r"((?:19|20)\d\d)\s?年\s?(?:年?底|年?末)")


_REACHED: Final = re.compile(r"(?:可?达|reach)", re.IGNORECASE)
_EXTREMES: Final[tuple[tuple[str, Comparator], ...]] = (
    ("最大", "ge"),
    ("最小", "le"),
    ("maximum", "ge"),
    ("minimum", "le"),
)


@dataclass(frozen=True, slots=True)
class Hint:
    """A proposed code, how much speaks for it, and the words that do."""

    value: str
    weight: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Money:
    """A proposed budget in yuan."""

    low: Decimal | None
    high: Decimal | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """Proposed levels of readiness."""

    low: int
    high: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A proposed deadline."""

    day: date
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything proposed for one text."""

    title: str
    text: str
    fields: tuple[Hint, ...] = ()
    industries: tuple[Hint, ...] = ()
    modes: tuple[Hint, ...] = ()
    regions: tuple[Hint, ...] = ()
    trl: Levels | None = None
    budget: Money | None = None
    deadline: Due | None = None
    indicators: tuple[tuple[IndicatorView, str], ...] = field(default=())

    def as_need(self) -> NeedView:
        """Give the view that the score reads, with everything proposed taken as said."""
        return NeedView(
            title=self.title,
            text=self.text,
            modes=tuple(hint.value for hint in self.modes),
            trl_min=self.trl.low if self.trl else None,
            trl_max=self.trl.high if self.trl else None,
            region="",  # where a text comes from is not where the partner has to be
            budget_min=self.budget.low if self.budget else None,
            budget_max=self.budget.high if self.budget else None,
            indicators=tuple(indicator for indicator, _words in self.indicators),
        )


def read(text: str, *, places: Gazetteer | None = None) -> Reading:
    """Propose what a text says about itself; a first short line is taken as its title."""
    cleaned = clean(text[:READ_CHARACTERS])
    plain = normalise(cleaned)
    title, rest = split_title(cleaned)
    found = weighed(concepts(), normalise(title), normalise(rest))
    return Reading(
        title=title,
        text=rest,
        fields=_ranked(found.fields, MOST_FIELDS),
        industries=_ranked(found.industries, MOST_INDUSTRIES),
        modes=_modes(plain),
        regions=_regions(cleaned, places),
        trl=_levels(plain),
        budget=_budget(plain),
        deadline=_deadline(plain),
        indicators=tuple(
            (_asked(one.indicator, said), said)
            for one in figures(cleaned)
            if one.indicator.name and (said := cleaned[one.start : one.end].strip())
        ),
    )


def _asked(item: IndicatorView, said: str) -> IndicatorView:
    """Read 达到 95% as at least, and the largest piece as what must be managed."""
    if item.comparator != "eq":
        return item
    if _REACHED.match(said):
        return replace(item, comparator="ge")
    for word, comparator in _EXTREMES:
        if word in item.name.lower():
            return replace(item, comparator=comparator)
    return item


def split_title(text: str) -> tuple[str, str]:
    """Take the first line as the title if it is short enough to be one."""
    first, _, rest = text.partition("\n")
    if rest.strip() and 0 < len(first.strip()) <= TITLE_LENGTH:
        return first.strip(), rest.strip()
    return "", text


def division_code(division: str) -> str:
    """Put the section's letter before a GB/T 4754 division: 38 is C38."""
    number = int(division)
    return next(letter for last, letter in _SECTIONS if number <= last) + division


@dataclass(slots=True)
class _Weighed:
    fields: dict[str, dict[str, float]] = field(default_factory=dict)
    industries: dict[str, dict[str, float]] = field(default_factory=dict)


def weighed(lexicon: Concepts, title: str, text: str) -> _Weighed:
    """Let every word of the lexicon vote for its fields and industries."""
    counts = lexicon.find(joined(text))
    for term, count in lexicon.find(joined(title)).items():
        counts[term] += TITLE_TIMES * count
    found = _Weighed()
    for term, count in counts.items():
        owners = lexicon.owners[term]
        worth = _LENGTH_WORTH.get(len(term), 1.6) if not term.isascii() else 1.3
        worth *= math.log1p(count) / math.sqrt(len(owners))
        for owner in owners:
            entry = lexicon.entries[owner]
            spoken = lexicon.spoken(term)
            _vote(found.fields, entry.fields, spoken, worth)
            _vote(found.industries, entry.industries, spoken, worth)
    return found


def _vote(
    votes: dict[str, dict[str, float]], codes: tuple[str, ...], word: str, worth: float
) -> None:
    """Give the first code the whole worth and each further one half of the one before."""
    for place, code in enumerate(codes):
        words = votes.setdefault(code, {})
        words[word] = words.get(word, 0.0) + worth / 2**place


def _ranked(votes: Mapping[str, Mapping[str, float]], most: int) -> tuple[Hint, ...]:
    sums = {code: sum(words.values()) for code, words in votes.items()}
    best = max(sums.values(), default=0.0)
    if best < LEAST:
        return ()
    kept = sorted(
        (code for code in sums if sums[code] >= NEAR_BEST * best),
        key=lambda code: (-sums[code], code),
    )
    return tuple(
        Hint(code, round(sums[code] / best, 3), _best_words(votes[code]))
        for code in kept[:most]
    )


def _best_words(words: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-words[word], word))[:SHOWN_WORDS])


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    with (LEXICON / "reading.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=1)
def _mode_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (code, re.compile("|".join(words))) for code, words in _table()["modes"].items()
    )


@lru_cache(maxsize=1)
def _readiness_patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple(
        (int(level), re.compile("|".join(words)))
        for level, words in _table()["readiness"].items()
    )


def ambiguous_places() -> tuple[str, ...]:
    """List the short names of places that are also ordinary words."""
    return tuple(_table()["places"]["never"].split())


def _modes(text: str) -> tuple[Hint, ...]:
    hints = []
    for code, pattern in _mode_patterns():
        words = [match.group() for match in pattern.finditer(text)]
        if words:
            hints.append(Hint(code, float(len(words)), tuple(dict.fromkeys(words))))
    return tuple(sorted(hints, key=lambda hint: -hint.weight))


def _levels(text: str) -> Levels | None:
    stated = _TRL.search(text)
    if stated:
        low = int(stated.group(1))
        high = int(stated.group(2)) if stated.group(2) else 9 if stated.group(3) else low
        return Levels(min(low, high), max(low, high), (stated.group().strip(),))
    for level, pattern in _readiness_patterns():
        if match := pattern.search(text):
            return Levels(level, 9, (match.group(),))
    return None


def _regions(text: str, places: Gazetteer | None) -> tuple[Hint, ...]:
    if places is None:
        return ()
    return tuple(Hint(code, 1.0, (word,)) for code, word in places.find(text)[:3])


def _budget(text: str) -> Money | None:
    """Read the amount that stands close behind a word for a budget, and no other."""
    rules = _table()["budget"]
    wanted, never = re.compile(rules["words"]), re.compile(rules["never"])
    for amount in money_amounts(text):
        before = _SENTENCE_END.split(text[max(0, amount.start - 24) : amount.start])[-1]
        hits = list(wanted.finditer(before))
        if not hits or never.search(before[hits[-1].end() :]):
            continue
        words = (f"{hits[-1].group()} {text[amount.start : amount.end]}".strip(),)
        return Money(amount.low, amount.high, words)
    return None


def _deadline(text: str) -> Due | None:
    """Read a date with a word of time before or after it; histories have other words."""
    rules = _table()["deadline"]
    before, after = re.compile(f"(?:{rules['before']})[:\\s]*$"), re.compile(rules["after"])
    never = re.compile(rules["never"])
    for match in (*_DAY.finditer(text), *_YEAR_END.finditer(text)):
        day = _day(match)
        ahead = _PAUSE.split(text[max(0, match.start() - 14) : match.start()])[-1]
        behind = _PAUSE.split(text[match.end() : match.end() + 8])[0]
        if day is None or never.search(ahead):
            continue
        if before.search(ahead) or after.search(behind):
            return Due(day, (f"{ahead[-6:]}{match.group()}{behind[:4]}".strip(),))
    return None


def _day(match: re.Match[str]) -> date | None:
    """Build the day; a month without one means its last day, a year its end."""
    year = int(match.group(1))
    if match.re is _YEAR_END:
        return date(year, 12, 31)
    month = int(match.group(2))
    last = date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)
    try:
        return date(year, month, int(match.group(3))) if match.group(3) else last
    except ValueError:
        return None
