"""How much two texts speak of the same thing, by characters, words and concepts.

Characters carry meaning in Chinese: 冷链, 冷藏 and 制冷 share one. On short texts their
weighted overlap finds more than words or pairs do; words and concepts add what it misses.
Latin words count as one character each, so English works by its (stemmed) words.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from yizhan.matching.engine.text import code_tokens, normalise
from yizhan.matching.relevance.concepts import Concepts

NEED_TITLE: Final = 16  # a title word of a need counts as often as sixteen mentions below it
OFFER_TITLE: Final = 4
NEED_CHARACTERS: Final = 400  # what comes later in a need is company history and budgets
SINGLE_SHARE: Final = 0.3  # a concept word of one character says less
BEST_WORDS: Final = 8  # the word score is measured against the need's eight best words
K1: Final = 1.2
B: Final = 0.75
SATURATION: Final = 3.0

_GAP: Final = re.compile("(?<=[㐀-鿿]) +(?=[㐀-鿿])")
_UNITS: Final = re.compile("[㐀-鿿\U00020000-\U0003ffff]|[0-9a-zß-ɏͰ-ϿЀ-ӿ]+(?:[-.][0-9a-z]+)*")

# Most counts are small; looking one up costs a third of working it out.
_LOGARITHMS: Final = {float(count): math.log1p(count) for count in range(1, 200)}

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Profile:
    """A text as the score compares it: counted characters, concept words, and words."""

    characters: Mapping[str, float]
    concepts: Mapping[str, float]
    words: Mapping[str, float]
    length: int


def units(text: str) -> list[str]:
    """List the Chinese characters and the stems of the Latin words of normalised text."""
    found: list[str] = []
    for unit in _UNITS.findall(text):
        if unit[0] > "⺀":
            found.append(unit)
        else:
            found.extend(code_tokens(unit))
    return found


def rarity(documents: int, frequency: int) -> float:
    """Weigh by rarity as BM25 does, never below zero, rounded so that it survives JSON."""
    return round(math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5)), 4)


def merged(title: Counter[str], text: Counter[str], title_weight: int) -> dict[str, float]:
    """Count the title several times."""
    total = {term: float(title_weight * count) for term, count in title.items()}
    for term, count in text.items():
        total[term] = total.get(term, 0.0) + count
    return total


def profile(
    title: str,
    text: str,
    *,
    tokens: tuple[Sequence[str], Sequence[str]],
    lexicon: Concepts,
    need: bool,
) -> Profile:
    """Count what a title and a text consist of; `tokens` are their words, already segmented."""
    title, text = normalise(title), normalise(text)
    weight = NEED_TITLE if need else OFFER_TITLE
    shown = text[:NEED_CHARACTERS] if need else text
    return Profile(
        characters=merged(Counter(units(title)), Counter(units(shown)), weight),
        concepts=merged(
            lexicon.find(joined(title)), lexicon.find(joined(text)), NEED_TITLE // 2
        ),
        words=merged(Counter(tokens[0]), Counter(tokens[1]), 6 if need else 3),
        length=len(tokens[1]) + 3 * len(tokens[0]),
    )


def joined(text: str) -> str:
    """Close the gaps between Chinese characters that key-word lists have."""
    return _GAP.sub("", text)


def scaled(vector: Weights) -> dict[str, float]:
    """Scale a sparse vector to length one."""
    length = math.sqrt(math.fsum(value * value for value in vector.values()))
    return {term: value / length for term, value in vector.items()} if length else {}


def dot(first: Weights, second: Weights) -> float:
    """Multiply two sparse vectors, summed exactly so that it repeats anywhere."""
    if len(first) > len(second):
        first, second = second, first
    return math.fsum(value * second[term] for term, value in first.items() if term in second)


def character_worths(rarities: Weights) -> dict[str, float]:
    """Weigh characters by their rarity to the power of three quarters."""
    return {unit: max(value, 0.0) ** 0.75 for unit, value in rarities.items()}


def character_vector(counts: Mapping[str, float], worths: Weights) -> dict[str, float]:
    """Weigh characters: logarithm of the count times their worth; unseen ones weigh nothing."""
    return {
        unit: (_LOGARITHMS.get(count) or math.log1p(count)) * worths[unit]
        for unit, count in counts.items()
        if unit in worths
    }


def concept_vector(
    found: Mapping[str, float], rarities: Weights, lexicon: Concepts
) -> dict[str, float]:
    """Spread each word over the concepts it belongs to."""
    vector: dict[str, float] = {}
    for term, count in found.items():
        owners = lexicon.owners.get(term, ())
        if not owners:
            continue
        share = SINGLE_SHARE if len(term) == 1 else 1.0
        worth = share * math.log1p(count) * math.sqrt(rarities.get(term, 1.0))
        for owner in owners:
            key = lexicon.entries[owner].key
            vector[key] = vector.get(key, 0.0) + worth / math.sqrt(len(owners))
    return vector


def word_points(in_need: float, in_offer: float, word_rarity: float, norm: float) -> float:
    """Give one shared word its part of the BM25 sum."""
    return _asked(in_need) * word_rarity * in_offer * (K1 + 1) / (in_offer + norm)


def length_norm(length: int, mean: float) -> float:
    """Give the part of BM25 that long texts are held back by."""
    return K1 * (1 - B + B * length / (mean or 1.0))


def best_possible(need: Profile, rarities: Weights) -> float:
    """Give what an offer of mean length would reach that says the need's best words once."""
    worths = sorted(
        (_asked(count) * rarities.get(word, 0.0) for word, count in need.words.items()),
        reverse=True,
    )
    return math.fsum(worths[:BEST_WORDS])


def _asked(count: float) -> float:
    return count * (SATURATION + 1) / (count + SATURATION)
