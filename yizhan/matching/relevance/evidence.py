"""What was measured about a pair of texts: small enough to keep beside a stored match."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import asdict, dataclass
from typing import Any, Final

from yizhan.matching.engine.text import normalise
from yizhan.matching.relevance.concepts import Concepts, concepts
from yizhan.matching.relevance.likeness import (
    Profile,
    Vector,
    best_possible,
    character_vector,
    character_worths,
    concept_vector,
    joined,
    profile,
    rarity,
    scaled,
    units,
)
from yizhan.matching.relevance.views import Corpus, NeedView, OfferView, Tokenise

DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word of both texts: its rarity and how often each side says it."""

    word: str
    rarity: float
    in_need: float
    in_offer: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """The measured likeness of two texts; everything else of a match follows from it."""

    characters: float
    concepts: float
    shared_concepts: tuple[str, ...]
    vector: float | None
    encoder: str
    words: tuple[SharedWord, ...]
    ideal: float
    offer_length: int
    mean_length: float
    analyzer: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give plain values for a stored match."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Evidence":
        """Read what `to_json` gave."""
        values = dict(data)
        values["words"] = tuple(SharedWord(**word) for word in data["words"])
        values["shared_concepts"] = tuple(data["shared_concepts"])
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Sample:
    """How common characters and concept words are, counted in a sample of the corpus."""

    documents: int
    characters: Mapping[str, int]
    concepts: Mapping[str, int]

    @classmethod
    def learn(cls, texts: Iterable[str], lexicon: Concepts | None = None) -> "Sample":
        """Count in whole texts (title and body joined); twenty thousand are plenty."""
        lexicon = lexicon or concepts()
        characters: Counter[str] = Counter()
        found: Counter[str] = Counter()
        documents = 0
        for text in texts:
            plain = normalise(text)
            documents += 1
            characters.update(units(plain).keys())
            found.update(set(lexicon.find(joined(plain))))
        return cls(documents, characters, found)

    def to_json(self) -> dict[str, Any]:
        """Give plain values to keep beside an index."""
        return {
            "documents": self.documents,
            "characters": dict(self.characters),
            "concepts": dict(self.concepts),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Sample":
        """Read what `to_json` gave."""
        return cls(int(data["documents"]), data["characters"], data["concepts"])


@dataclass(frozen=True, slots=True)
class Side:
    """One text of a pair, counted and weighed once for all its pairs."""

    profile: Profile
    characters: Vector
    concepts: Mapping[str, float]


class Measurer:
    """Measures pairs against one corpus; keeps the rarities it has looked up."""

    def __init__(
        self,
        *,
        corpus: Corpus,
        sample: Sample,
        tokenise: Tokenise,
        encoder: str = "",
        analyzer: str = "",
    ) -> None:
        """Take the index statistics, a sample for characters, and the segmenter."""
        self._corpus, self._sample, self._tokenise = corpus, sample, tokenise
        self._encoder, self._analyzer = encoder, analyzer
        self.lexicon = concepts()
        count = max(sample.documents, 1)
        self.characters = {
            unit: rarity(count, times) for unit, times in sample.characters.items()
        }
        self._worths = character_worths(self.characters)
        self.concepts = {term: rarity(count, times) for term, times in sample.concepts.items()}
        self._words: dict[str, float] = {}
        self._asked: tuple[Profile, dict[str, float], float] | None = None

    def renewed(self) -> "Measurer":
        """Give a measurer for the next request: same sample, word rarities looked up anew."""
        fresh = copy(self)
        fresh.forget()
        return fresh

    def forget(self) -> None:
        """Look word rarities up anew from now on."""
        self._words = {}
        self._asked = None

    def need(self, view: NeedView) -> Side:
        """Count a need once; it is measured against many offers."""
        return self._side(view.title, view.text, need=True)

    def offer(self, view: OfferView) -> Side:
        """Count an offer."""
        return self._side(view.title, view.text, need=False)

    def _side(self, title: str, text: str, *, need: bool) -> Side:
        tokens = (self._tokenise(title), self._tokenise(text))
        counted = profile(title, text, tokens=tokens, lexicon=self.lexicon, need=need)
        return Side(
            counted,
            Vector.of(character_vector(counted.characters, self._worths)),
            scaled(concept_vector(counted.concepts, self.concepts, self.lexicon)),
        )

    def rarities(self, words: Iterable[str]) -> dict[str, float]:
        """Look up the rarity of words; one that the index does not have weighs nothing."""
        for word in words:
            if word not in self._words:
                times = self._corpus.frequency(word)
                self._words[word] = rarity(self._corpus.documents, times) if times else 0.0
        return {word: self._words[word] for word in words}

    def _wish(self, asked: Profile) -> tuple[dict[str, float], float]:
        """Give the rarities of a need's words and its ideal; one need has many offers."""
        if self._asked is None or self._asked[0] is not asked:
            rarities = self.rarities(asked.words)
            ideal = round(best_possible(asked, rarities), DIGITS)
            self._asked = (asked, rarities, ideal)
        return self._asked[1:]

    def measure(self, need: Side, offer: Side, similarity: float | None) -> Evidence:
        """Measure one pair."""
        asked, given = need.profile, offer.profile
        rarities, ideal = self._wish(asked)
        both = {
            key: need.concepts[key] * offer.concepts[key]
            for key in need.concepts.keys() & offer.concepts.keys()
        }
        return Evidence(
            characters=round(need.characters.cosine(offer.characters), DIGITS),
            concepts=round(math.fsum(both.values()), DIGITS),
            shared_concepts=tuple(sorted(both, key=lambda key: (-both[key], key))[:3]),
            vector=round(similarity, DIGITS) if similarity is not None else None,
            encoder=self._encoder,
            words=tuple(
                SharedWord(word, rarities[word], asked.words[word], given.words[word])
                for word in sorted(asked.words.keys() & given.words.keys())
                if rarities[word]
            ),
            ideal=ideal,
            offer_length=given.length,
            mean_length=round(self._corpus.mean_length, DIGITS),
            analyzer=self._analyzer,
        )
