"""The cards: what a rule is called, rests on, asks, and how its answer is to be read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from yizhan.contracts.anomalies.rules import TESTS
from yizhan.contracts.anomalies.subjects import Around, Hit, Subject

FOLDER = Path(__file__).with_name("cards")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One rule; a new version makes new findings beside the old ones."""

    code: str
    version: int
    since: date
    severity: str
    zh: str
    en: str
    basis_zh: str
    basis_en: str
    confidence: str
    tests_zh: str
    tests_en: str
    read_zh: str
    read_en: str
    found_zh: str
    found_en: str
    settings: Mapping[str, Any]
    examples: tuple[Mapping[str, Any], ...]

    def said(self, values: Mapping[str, str], *, in_english: bool) -> str:
        """Say what was found."""
        return (self.found_en if in_english else self.found_zh) % values


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A hit with the card that made it."""

    card: Card
    hit: Hit


@cache
def cards() -> Mapping[str, Card]:
    """Return the cards in the order of the tests; one without the other stops the start."""
    found = {path.stem: _card(path) for path in sorted(FOLDER.glob("*.toml"))}
    if set(found) != set(TESTS):
        raise ValueError(f"Cards and tests differ: {set(found) ^ set(TESTS)}")
    return {code: found[code] for code in TESTS}


def examine(subject: Subject, around: Around) -> list[Found]:
    """Put every question that was asked on the day to one contract."""
    return [
        Found(card=card, hit=hit)
        for card in cards().values()
        if card.since <= subject.filed_on
        for hit in TESTS[card.code](subject, around, card.settings)
    ]


def _card(path: Path) -> Card:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Card(
        code=path.stem,
        examples=tuple(table.pop("example", ())),
        settings=table.pop("settings", {}),
        **table,
    )
