"""A ranker learned from judgements: it orders the offers, it never makes the score shown.

What is learned stays in the installation's data folder. Features are compared within a need,
so nothing can be fitted to one need's ids or to how long its text happens to be.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import lightgbm
import numpy as np
from numpy.typing import NDArray

from yizhan.matching.relevance.metrics import exponential_gain
from yizhan.matching.relevance.scoring import (
    semantic_similarity,
    term_similarity,
    word_worth,
)
from yizhan.matching.relevance.systems import Default, Lexical, Scores
from yizhan.matching.relevance.weights import weights

FOLDS: Final = 5
SEEDS: Final = (1, 2, 3)
ROUNDS: Final = 120
FORMAT: Final = 1
NAMES: Final = (
    "score", "characters", "concepts", "semantic", "terms", "shared_words", "best_word",
    "bigrams", "words", "offer_length",
)  # fmt: skip
# More likeness is never worse: the only knowledge that is put in by hand.
_MONOTONE: Final = (1, 1, 1, 1, 1, 1, 1, 1, 1, 0)
_SETTINGS: Final[dict[str, Any]] = {
    "objective": "lambdarank",
    "learning_rate": 0.05,
    "num_leaves": 6,
    "min_data_in_leaf": 80,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "label_gain": [exponential_gain(level) for level in range(1, 6)],
    "lambdarank_truncation_level": 20,
    "monotone_constraints": list(_MONOTONE) * 2,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}

Matrix = NDArray[np.float64]


class BadModel(ValueError):
    """Say that a file is not a model of this version."""


@dataclass(frozen=True, slots=True)
class Features:
    """Feature rows of the judged offers of one need, and their levels."""

    rows: Matrix
    levels: NDArray[np.int64]


class Extractor:
    """Makes the features of pairs from the systems that are measured anyway."""

    def __init__(self, default: Default, words: Lexical, pairs: Lexical) -> None:
        """Keep the systems."""
        self._default, self._words, self._pairs = default, words, pairs

    def rows(self, need: str, offers: Sequence[str]) -> Matrix:
        """Give one row per offer: the plain values, then their standing within the need."""
        chosen = weights()
        plain = []
        for offer in offers:
            found = self._default.evidence(need, offer)
            worths = word_worth(found)
            semantic = semantic_similarity(found, chosen)
            terms = term_similarity(found, chosen)
            score = chosen.parts["semantic"] * semantic + chosen.parts["terms"] * terms
            best = max((word.rarity for word in found.words), default=0.0)
            plain.append(
                (score, found.characters, found.concepts, semantic, terms, len(worths), best)
            )
        lengths = [self._default.length(offer) for offer in offers]
        table = np.column_stack(
            [
                np.array(plain, dtype=float),
                self._pairs.judged(need, offers),
                self._words.judged(need, offers),
                np.log1p(np.array(lengths, dtype=float)),
            ]
        )
        return np.hstack([table, within(table)])


def within(table: Matrix) -> Matrix:
    """Say how far each value stands from the mean of its need, in deviations."""
    spread = table.std(axis=0)
    centred: Matrix = (table - table.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return centred


class Ranker:
    """Several small boosted models and the score itself, averaged."""

    def __init__(self, boosters: Sequence[lightgbm.Booster]) -> None:
        """Keep the trained models."""
        self._boosters = tuple(boosters)

    def scores(self, rows: Matrix) -> Scores:
        """Average the standings that the models and the plain score give within the need."""
        votes = [within(np.asarray(one.predict(rows))[:, None])[:, 0] for one in self._boosters]
        learned: Scores = np.mean(votes, axis=0)
        combined: Scores = learned + within(rows[:, :1])[:, 0]
        return combined

    def save(self, path: Path, *, about: Mapping[str, Any]) -> None:
        """Write the model with what it was trained on."""
        data = {
            "format": FORMAT,
            "features": NAMES,
            "about": dict(about),
            "models": [one.model_to_string() for one in self._boosters],
        }
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Ranker":
        """Read what `save` wrote; refuse anything else."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["format"] != FORMAT or tuple(data["features"]) != NAMES:
                raise BadModel(f"{path}: made for other features; train again")
            return cls([lightgbm.Booster(model_str=text) for text in data["models"]])
        except (
            OSError,
            ValueError,
            KeyError,
            TypeError,
            lightgbm.basic.LightGBMError,
        ) as error:
            if isinstance(error, BadModel):
                raise
            raise BadModel(f"{path}: not a model file ({error})") from error


def train(examples: Sequence[Features]) -> Ranker:
    """Train on whole needs; the same examples give the same model."""
    rows = np.vstack([example.rows for example in examples])
    labels = np.concatenate([example.levels for example in examples]) - 1
    groups = [len(example.levels) for example in examples]
    boosters = []
    for seed in SEEDS:
        data = lightgbm.Dataset(rows, label=labels, group=groups)
        boosters.append(lightgbm.train({**_SETTINGS, "seed": seed}, data, ROUNDS))
    return Ranker(boosters)


def cross_validated(examples: Mapping[str, Features]) -> dict[str, Scores]:
    """Score each need by a ranker that has seen none of its judgements."""
    keys = sorted(examples)
    order = np.random.default_rng(359).permutation(len(keys))
    scores: dict[str, Scores] = {}
    for fold in range(min(FOLDS, len(keys))):
        held_out = {keys[place] for place in order[fold::FOLDS]}
        seen = [examples[key] for key in keys if key not in held_out]
        if not seen:
            continue
        ranker = train(seen)
        scores.update({key: ranker.scores(examples[key].rows) for key in sorted(held_out)})
    return scores
