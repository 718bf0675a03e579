"""Measure the score against baselines on people's judgements, and say what was not measured."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from yizhan.matching.relevance.judged import BadCollection, Collection
from yizhan.matching.relevance.learning import Extractor, Features, Ranker, cross_validated
from yizhan.matching.relevance.metrics import (
    Gain,
    exponential_gain,
    linear_gain,
    ndcg,
    paired_bootstrap,
    precision,
    recall,
    reciprocal_rank,
)
from yizhan.matching.relevance.systems import (
    Default,
    Dense,
    System,
    Vectors,
    bigram_system,
    word_system,
)
from yizhan.matching.relevance.weights import CURRENT

LEAST_JUDGED: Final = 5
RELEVANT: Final = 3
DEPTHS: Final = (10, 50, 200)
RANDOM_ORDERS: Final = 20
BASELINE: Final = "bigrams BM25"
UNSPOKEN: Final = {
    "indicators": "the offers carry no figures, so no indicator can be compared",
    "mode": "neither side states a mode of cooperation",
    "trl": "neither side states a readiness level",
    "region": "neither side states a region",
}

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one system reached, need by need, in the order of `Report.needs`."""

    name: str
    per_need: Mapping[str, Sequence[float]]
    means: Mapping[str, float]


@dataclass(slots=True)
class Report:
    """Everything that `yizhan evaluate` prints."""

    collection: str
    layout: str
    note: str
    counts: Mapping[str, int]
    definitions: Mapping[str, str]
    needs: Sequence[str]
    systems: list[Measured] = field(default_factory=list)
    intervals: list[dict[str, Any]] = field(default_factory=list)
    not_exercised: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Give plain values without the rows per need."""
        return {
            "collection": self.collection,
            "layout": self.layout,
            "note": self.note,
            "weights": CURRENT,
            "counts": dict(self.counts),
            "definitions": dict(self.definitions),
            "systems": {one.name: dict(one.means) for one in self.systems},
            "intervals": self.intervals,
            "not_exercised": dict(self.not_exercised),
        }


def usable_needs(collection: Collection) -> list[str]:
    """List the needs with enough judgements and at least one that gains anything."""
    least = LEAST_JUDGED if collection.layout == "needs" else 1
    return [
        key
        for key, levels in collection.levels.items()
        if len(levels) >= least and max(levels.values()) > 1
    ]


def evaluate(
    collection: Collection,
    *,
    ranker: Ranker | None = None,
    vectors: Vectors | None = None,
    progress: Progress = lambda _what, _share: None,
) -> Report:
    """Run all systems on one collection."""
    needs = usable_needs(collection)
    if not needs:
        raise BadCollection("nothing_usable", path=collection.name, least=LEAST_JUDGED)
    report = _report(collection, needs)
    words, pairs = word_system(collection), bigram_system(collection)
    default = Default(collection, words)
    systems: list[System] = [words, pairs, default]
    if vectors is not None:
        fused = Default(collection, words, vectors)
        fused.name = "score with vectors"
        systems += [Dense(collection, vectors), fused]
    rerank = collection.layout == "needs"
    if rerank:
        report.systems.append(_random(collection, needs))
    for place, system in enumerate(systems):
        progress(system.name, place / (len(systems) + 1))
        report.systems.append(_measure(collection, needs, system, rerank=rerank))
    if rerank:
        progress("learned", len(systems) / (len(systems) + 1))
        extractor = Extractor(default, words, pairs)
        report.systems.append(_learned(collection, needs, extractor, ranker))
    report.intervals = list(_intervals(report, BASELINE if rerank else words.name))
    return report


def _report(collection: Collection, needs: Sequence[str]) -> Report:
    judged = sum(len(levels) for levels in collection.levels.values())
    return Report(
        collection=collection.name,
        layout=collection.layout,
        note=collection.note,
        counts={
            "needs": len(collection.needs),
            "needs judged": len(collection.levels),
            "needs usable": len(needs),
            "needs with level 3 or 4": len(_with_relevant(collection, needs)),
            "offers": len(collection.offers),
            "judgements": judged,
            "repeated judgements": collection.repeated,
        },
        definitions=_definitions(collection),
        needs=needs,
        not_exercised=UNSPOKEN,
    )


def _definitions(collection: Collection) -> dict[str, str]:
    rerank = collection.layout == "needs"
    return {
        "usable": f"{LEAST_JUDGED if rerank else 1} or more judgements and an ideal above zero",
        "nDCG@10": "gain 2^(level-1)-1, discount log2(place+1), "
        + ("judged offers only" if rerank else "whole pool, unjudged gain nothing"),
        "nDCG@10 linear": "the same with gain level-1",
        "P@5": f"share of level {RELEVANT} or more in the first five",
        "MRR": f"one over the first place of level {RELEVANT} or more, over needs with one",
        "recall": f"share of level {RELEVANT} or more found in the pool, over needs with one",
        "score": "the score shown to people, no training; in the pool it rescores the 500 best"
        " by words BM25",
        "learned": "boosted trees and the score, cross-validated in five folds by need",
        "interval": "95 %, paired bootstrap over needs, 10000 resamples, against the baseline",
    }


def _with_relevant(collection: Collection, needs: Sequence[str]) -> list[str]:
    return [key for key in needs if max(collection.levels[key].values()) >= RELEVANT]


def _measure(
    collection: Collection, needs: Sequence[str], system: System, *, rerank: bool
) -> Measured:
    """Rank the judged offers (or the pool) and find the relevant ones in the pool."""
    rows: dict[str, list[float]] = {}
    for need in needs:
        levels = collection.levels[need]
        ranked = system.pool(need)
        if rerank:
            offers = list(levels)
            order = np.argsort(-system.judged(need, offers), kind="stable")
            ordered = [levels[offers[place]] for place in order]
        else:
            ordered = [levels.get(offer, 1) for offer in ranked]
        _append(rows, ordered, list(levels.values()))
        wanted = frozenset(offer for offer, level in levels.items() if level >= RELEVANT)
        for depth in DEPTHS:
            found = recall(ranked, wanted, depth=depth) if wanted else float("nan")
            rows.setdefault(f"recall@{depth}", []).append(found)
    return Measured(system.name, rows, _means(rows))


def _append(rows: dict[str, list[float]], ordered: Sequence[int], known: Sequence[int]) -> None:
    gains: tuple[tuple[str, Gain], ...] = (
        ("nDCG@10", exponential_gain),
        ("nDCG@10 linear", linear_gain),
    )
    for name, gain in gains:
        value = ndcg(ordered, gain=gain, known=known)
        rows.setdefault(name, []).append(0.0 if value is None else value)
    rows.setdefault("P@5", []).append(precision(ordered, depth=5, least=RELEVANT))
    wanted = max(known) >= RELEVANT
    first = reciprocal_rank(ordered, least=RELEVANT) if wanted else float("nan")
    rows.setdefault("MRR", []).append(first)


def _means(rows: Mapping[str, Sequence[float]]) -> dict[str, float]:
    return {
        name: float(np.nanmean(values)) if not np.all(np.isnan(values)) else 0.0
        for name, values in rows.items()
    }


def _random(collection: Collection, needs: Sequence[str]) -> Measured:
    """Average seeded random orders; recall of chance is known without drawing."""
    random = np.random.default_rng(359)
    rows: dict[str, list[float]] = {}
    for need in needs:
        levels = np.array(list(collection.levels[need].values()))
        drawn: dict[str, list[float]] = {}
        for _ in range(RANDOM_ORDERS):
            _append(drawn, random.permutation(levels).tolist(), levels.tolist())
        for name, values in drawn.items():
            rows.setdefault(name, []).append(float(np.mean(values)))
        for depth in DEPTHS:
            share = min(1.0, depth / len(collection.offers))
            wanted = levels.max() >= RELEVANT
            rows.setdefault(f"recall@{depth}", []).append(share if wanted else float("nan"))
    return Measured("random", rows, _means(rows))


def examples(
    collection: Collection, needs: Sequence[str], extractor: Extractor
) -> dict[str, Features]:
    """Make the features of all judged pairs."""
    return {
        need: Features(
            extractor.rows(need, list(collection.levels[need])),
            np.array(list(collection.levels[need].values()), dtype=np.int64),
        )
        for need in needs
    }


def _learned(
    collection: Collection, needs: Sequence[str], extractor: Extractor, ranker: Ranker | None
) -> Measured:
    """Use the given model, or train one for each fold without the needs it is asked about."""
    features = examples(collection, needs, extractor)
    if ranker is not None:
        scores = {need: ranker.scores(found.rows) for need, found in features.items()}
    else:
        scores = cross_validated(features)
    rows: dict[str, list[float]] = {}
    for need in needs:
        levels = features[need].levels
        values = scores.get(need, features[need].rows[:, 0])
        order = np.argsort(-values, kind="stable")
        _append(rows, levels[order].tolist(), levels.tolist())
    name = "learned (given model)" if ranker is not None else "learned (cross-validated)"
    return Measured(name, rows, _means(rows))


def _intervals(report: Report, baseline: str) -> Iterator[dict[str, Any]]:
    base = next(one for one in report.systems if one.name == baseline)
    for system in report.systems:
        if system.name in {baseline, "random"}:
            continue
        for measure, values in system.per_need.items():
            other = base.per_need[measure]
            kept = [
                (ours, theirs)
                for ours, theirs in zip(values, other, strict=True)
                if not (np.isnan(ours) or np.isnan(theirs))
            ]
            found = paired_bootstrap([ours for ours, _ in kept], [theirs for _, theirs in kept])
            yield {
                "system": system.name,
                "against": baseline,
                "measure": measure,
                "mean": found.mean,
                "low": found.low,
                "high": found.high,
                "needs": len(kept),
                "above_zero": found.above_zero,
            }
