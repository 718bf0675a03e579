"""The shipped lexicon of technology: which words speak of the same thing.

A concept joins words that share no character (冷链, 制冷, 保鲜) and carries the fields and
industries it usually belongs to, so the same data serves likeness and reading.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from yizhan.matching.engine.text import code_tokens

LEXICON: Final = Path(__file__).parent / "lexicon"
_LATIN: Final = re.compile(r"[0-9a-z]+(?:[-.][0-9a-z]+)*")
_LONGEST_PHRASE: Final = 4
_SIEVE: Final = 1 << 16
_SPREAD: Final = np.uint32(31)


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of the lexicon."""

    key: str
    name: str
    fields: tuple[str, ...]
    industries: tuple[str, ...]


class Concepts:
    """Finds the words of the lexicon in normalised text."""

    def __init__(self, table: Mapping[str, Mapping[str, object]], blocked: str = "") -> None:
        """Take the parsed lexicon and the words that only look like its words."""
        self.entries: tuple[Concept, ...] = ()
        self.owners: dict[str, tuple[int, ...]] = {}
        self._phrases: dict[str, str] = {}
        self._pairs: dict[str, tuple[int, ...]] = {}
        self._blocked = frozenset(blocked.split())
        for number, (key, entry) in enumerate(table.items()):
            self._add(number, key, entry)
        lengths: dict[str, set[int]] = {}
        for term in (*self.owners, *self._blocked):
            if len(term) > 1:
                lengths.setdefault(term[:2], set()).add(len(term))
        self._singles = frozenset(term for term in self.owners if len(term) == 1)
        self._pairs = {start: tuple(sorted(found)) for start, found in lengths.items()}
        self._begins = np.zeros(_SIEVE, dtype=np.bool_)
        self._begins[_mixed("".join(self._pairs))[::2]] = True
        self._counts = dict.fromkeys(self.owners, True) | dict.fromkeys(self._blocked, False)
        self._openings = frozenset(phrase.partition(" ")[0] for phrase in self._phrases)

    def _add(self, number: int, key: str, entry: Mapping[str, object]) -> None:
        codes = {name: tuple(_strings(entry[name])) for name in ("fields", "industries")}
        self.entries += (Concept(key, str(entry["name"]), **codes),)
        for term in str(entry["terms"]).split():
            self.owners[term] = (*self.owners.get(term, ()), number)
        for phrase in str(entry.get("en", "")).split(","):
            term = " ".join(_stems(phrase))
            if term:
                self._phrases[term] = phrase.strip()
                self.owners[term] = (*self.owners.get(term, ()), number)

    def find(self, text: str) -> Counter[str]:
        """Count every word of the lexicon in the text, words inside words included."""
        found: Counter[str] = Counter()
        skipped, resume = "", 0
        # Python visits only the few places where a word of the lexicon can begin.
        for position in np.flatnonzero(self._begins[_mixed(text)]).tolist():
            lengths = self._pairs.get(text[position : position + 2])
            if lengths and position >= resume:
                blocked = self._find_at(text, position, lengths, found)
                skipped += blocked
                resume = position + len(blocked)
        for single in self._singles.intersection(text):
            if times := text.count(single) - skipped.count(single):
                found[single] = times
        found.update(self._english(text))
        return found

    def _find_at(
        self, text: str, position: int, lengths: tuple[int, ...], found: Counter[str]
    ) -> str:
        """Count the words that begin here; return the longest blocked one, or nothing."""
        blocked = ""
        for length in lengths:
            term = text[position : position + length]
            if len(term) < length:
                break
            counts = self._counts.get(term)
            if counts is False:
                blocked = term
            elif counts and (term[0] > "~" < term[-1] or _stands_alone(text, position, length)):
                found[term] = found.get(term, 0) + 1
        return blocked

    def _english(self, text: str) -> Counter[str]:
        words = [stems[0] for stems in map(code_tokens, _LATIN.findall(text)) if stems]
        found: Counter[str] = Counter()
        for start in [at for at, word in enumerate(words) if word in self._openings]:
            for size in range(1, _LONGEST_PHRASE + 1):
                phrase = " ".join(words[start : start + size])
                if phrase in self._phrases:
                    found[phrase] += 1
        return found

    def spoken(self, term: str) -> str:
        """Give a found word as it is written, not as it is compared."""
        return self._phrases.get(term, term)


def _mixed(text: str) -> NDArray[np.uint32]:
    """Fold every character with the one after it into a place of the sieve."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    places: NDArray[np.uint32] = (codes[:-1] * _SPREAD + codes[1:]) & np.uint32(_SIEVE - 1)
    return places


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _stems(phrase: str) -> list[str]:
    stems = [code_tokens(run) for run in _LATIN.findall(phrase.lower())]
    return [found[0] for found in stems if found]


def _stands_alone(text: str, position: int, length: int) -> bool:
    """Tell whether a Latin word is not just a part of a longer one."""
    end = position + length
    begins = text[position].isascii() and position and text[position - 1].isascii()
    ends = text[end - 1].isascii() and end < len(text) and text[end].isascii()
    return not (begins and text[position - 1].isalnum()) and not (ends and text[end].isalnum())


@lru_cache(maxsize=1)
def concepts() -> Concepts:
    """Load the shipped lexicon once."""
    with (LEXICON / "concepts.toml").open("rb") as file:
        table = tomllib.load(file)
    return Concepts(table, blocked=(LEXICON / "blocked.txt").read_text(encoding="utf-8"))
