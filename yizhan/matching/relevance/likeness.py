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
from operator import mul
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
_LATIN: Final = re.compile("[0-9a-zß-ɏͰ-ϿЀ-ӿ]+(?:[-.][0-9a-z]+)*")
_OTHER: Final = re.compile("[^㐀-鿿\U00020000-\U0003ffff]+")

# Most counts are small; looking one up costs a third of working it out.
_LOGARITHMS: Final = tuple(math.log1p(count) for count in range(256))

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Profile:
    """A text as the score compares it: counted characters, concept words, and words."""

    characters: Mapping[str, int]
    concepts: Mapping[str, float]
    words: Mapping[str, float]
    length: int


@dataclass(frozen=True, slots=True)
class Vector:
    """Sparse weights and their length; what is not shared is never scaled."""

    weights: Weights
    length: float

    @classmethod
    def of(cls, weights: Weights) -> "Vector":
        """Measure the weights."""
        return cls(weights, euclidean(weights))

    def cosine(self, other: "Vector") -> float:
        """Multiply two vectors scaled to one, summed exactly so that it repeats anywhere."""
        if not (self.length and other.length):
            return 0.0
        mine, theirs = self.weights, other.weights
        return math.fsum(
            (mine[term] / self.length) * (theirs[term] / other.length)
            for term in mine.keys() & theirs.keys()
        )


def units(text: str) -> Counter[str]:
    """Count the Chinese characters and the stems of the Latin words of normalised text."""
    found = Counter(_OTHER.sub("", text))
    found.update([token for run in _LATIN.findall(text) for token in code_tokens(run)])
    return found


def rarity(documents: int, frequency: int) -> float:
    """Weigh by rarity as BM25 does, never below zero, rounded so that it survives JSON."""
    return round(math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5)), 4)


def merged(title: Counter[str], text: Counter[str], title_weight: int) -> dict[str, float]:
    """Count the title several times."""
    total = dict(zip(text, map(float, text.values()), strict=True))
    for term, count in title.items():
        total[term] = total.get(term, 0.0) + title_weight * count
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
        characters=_together(units(title), units(shown), weight),
        concepts=merged(
            lexicon.find(joined(title)), lexicon.find(joined(text)), NEED_TITLE // 2
        ),
        words=merged(Counter(tokens[0]), Counter(tokens[1]), 6 if need else 3),
        length=len(tokens[1]) + 3 * len(tokens[0]),
    )


def _together(title: Counter[str], text: Counter[str], title_weight: int) -> dict[str, int]:
    """Count the title several times, in whole numbers."""
    total = dict(text)
    for unit, count in title.items():
        total[unit] = total.get(unit, 0) + title_weight * count
    return total


def joined(text: str) -> str:
    """Close the gaps between Chinese characters that key-word lists have."""
    return _GAP.sub("", text)


def euclidean(vector: Weights) -> float:
    """Give the length of a sparse vector, summed exactly."""
    values = vector.values()
    return math.sqrt(math.fsum(map(mul, values, values)))


def scaled(vector: Weights) -> dict[str, float]:
    """Scale a sparse vector to length one."""
    length = euclidean(vector)
    return {term: value / length for term, value in vector.items()} if length else {}


def character_worths(rarities: Weights) -> dict[str, float]:
    """Weigh characters by their rarity to the power of three quarters."""
    return {unit: max(value, 0.0) ** 0.75 for unit, value in rarities.items()}


def character_vector(counts: Mapping[str, int], worths: Weights) -> dict[str, float]:
    """Weigh characters: logarithm of the count times their worth; unseen ones weigh nothing."""
    known = len(_LOGARITHMS)
    return {
        unit: worth * (_LOGARITHMS[count] if count < known else math.log1p(count))
        for unit, count in counts.items()
        if (worth := worths.get(unit))
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
