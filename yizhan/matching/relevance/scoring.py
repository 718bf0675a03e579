"""The score: six weighted parts that sum to 100, made from measured evidence and two views.

Pure and exact: the same inputs give the same tenths on any machine, today and in ten years.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, Literal

from yizhan.matching.relevance import facets
from yizhan.matching.relevance.evidence import Evidence
from yizhan.matching.relevance.facets import FacetResult
from yizhan.matching.relevance.figures import figures
from yizhan.matching.relevance.indicators import Finding, Verdict, matched, span_of
from yizhan.matching.relevance.likeness import length_norm, word_points
from yizhan.matching.relevance.phrases import Phrase
from yizhan.matching.relevance.quoting import Quote, quote
from yizhan.matching.relevance.units import TABLE
from yizhan.matching.relevance.views import IndicatorView, NeedView, OfferView
from yizhan.matching.relevance.weights import CURRENT, PARTS, Weights, weights

TENTH: Final = Decimal("0.1")
THOUSANDTH: Final = Decimal("0.001")
MOST_TERMS: Final = 8
_UNIT_SIGNS: Final = frozenset(symbol.lower() for symbol in TABLE if symbol.isascii())
MOST_INDICATORS: Final = 6
INDICATOR_WORTH: Final[dict[Verdict, float]] = {
    "yes": 1.0,
    "part": 0.5,
    "no": 0.0,
    "unknown": 0.0,
}

PartKey = Literal["semantic", "terms", "indicators", "mode", "trl", "region"]


@dataclass(frozen=True, slots=True)
class Part:
    """One row of the table: weight and points in tenths, similarity in thousandths."""

    key: str
    weight: Decimal
    base_weight: Decimal
    similarity: Decimal
    points: Decimal
    speaks: bool
    basis: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One line of facts that agree or do not; never part of the sum by itself."""

    verdict: Literal["yes", "part", "no"]
    facet: str
    text: Phrase


@dataclass(frozen=True, slots=True)
class Match:
    """A score with everything that explains it."""

    score: Decimal
    parts: tuple[Part, ...]
    terms: tuple[str, ...]
    quote: Quote | None
    agree: tuple[Agreement, ...]
    weights_version: str


@dataclass(frozen=True, slots=True)
class _Voice:
    """What one part has to say before weights are shared out."""

    similarity: float | None
    basis: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a match is made of; kept as JSON beside a stored match."""

    need: NeedView
    offer: OfferView
    evidence: Evidence

    def to_json(self) -> dict[str, Any]:
        """Give plain values: numbers of money as strings, everything else as it is."""
        return {
            "need": _plain(self.need),
            "offer": _plain(self.offer),
            "evidence": self.evidence.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Inputs":
        """Read what `to_json` gave."""
        return cls(
            NeedView(**_view(data["need"])),
            OfferView(**_view(data["offer"])),
            Evidence.from_json(data["evidence"]),
        )


def score(inputs: Inputs, *, chosen: Weights | None = None) -> Match:
    """Score a pair and explain it."""
    chosen = chosen or weights()
    need, offer, evidence = inputs.need, inputs.offer, inputs.evidence
    worth = word_worth(evidence)
    findings = indicator_findings(need, offer)
    mode = facets.mode(need, offer, chosen)
    readiness = facets.trl(need, offer, chosen)
    region = facets.region(need, offer, chosen)
    voices = {
        "semantic": _semantic(evidence, chosen),
        "terms": _terms(evidence, worth, chosen),
        "indicators": _indicators(findings),
        "mode": _Voice(mode.similarity, (mode.basis,)),
        "trl": _Voice(readiness.similarity, (readiness.basis,)),
        "region": _Voice(region.similarity, (region.basis,)),
    }
    parts = shared_out(voices, chosen)
    return Match(
        score=sum((part.points for part in parts), Decimal(0)),
        parts=parts,
        terms=_shown_terms(worth),
        quote=quote(offer.title, offer.text, _telling(worth)),
        agree=_agreements(findings, mode, readiness, region, facets.price(need, offer)),
        weights_version=chosen.version,
    )


def outlook(inputs: Inputs, *, chosen: Weights | None = None) -> float:
    """Say what a pair promises before its figures are read: for choosing whom to score."""
    chosen = chosen or weights()
    need, offer, evidence = inputs.need, inputs.offer, inputs.evidence
    similarities = {
        "semantic": semantic_similarity(evidence, chosen),
        "terms": term_similarity(evidence, chosen),
        "mode": facets.mode(need, offer, chosen).similarity,
        "trl": facets.trl(need, offer, chosen).similarity,
        "region": facets.region(need, offer, chosen).similarity,
    }
    return math.fsum(chosen.parts[key] * (value or 0.0) for key, value in similarities.items())


def recompute(stored: Mapping[str, Any], *, weights_version: str = CURRENT) -> Match:
    """Make a stored match again from its inputs, with the weights it was made with."""
    return score(Inputs.from_json(stored), chosen=weights(weights_version))


def semantic_similarity(evidence: Evidence, chosen: Weights) -> float:
    """Join the cosines of characters, concepts and, where there are any, vectors."""
    table = chosen.semantic
    raw = table["characters"] * evidence.characters + table["concepts"] * evidence.concepts
    full = table["full"]
    if evidence.vector is not None:
        learned = evidence.encoder.startswith("lsa")
        raw += table["learned" if learned else "encoder"] * max(evidence.vector, 0.0)
        full = full if learned else table["full_encoder"]
    return math.pow(min(1.0, max(raw, 0.0) / full), table["curve"])


def term_similarity(evidence: Evidence, chosen: Weights) -> float:
    """Set the BM25 of the shared words against what the need's best words could give."""
    if not evidence.ideal:
        return 0.0
    reached = math.fsum(word_worth(evidence).values()) / evidence.ideal
    return math.pow(min(1.0, reached / chosen.terms["full"]), chosen.terms["curve"])


def word_worth(evidence: Evidence) -> dict[str, float]:
    """Give each shared word its part of the BM25 sum."""
    norm = length_norm(evidence.offer_length, evidence.mean_length)
    return {
        word.word: word_points(word.in_need, word.in_offer, word.rarity, norm)
        for word in evidence.words
    }


def indicator_findings(need: NeedView, offer: OfferView) -> tuple[Finding, ...]:
    """Compare what the need asks in numbers with what the offer states, or says in its text."""
    asked = [item for item in need.indicators if span_of(item) is not None]
    if not asked:
        return ()
    said = [figure.indicator for figure in figures(offer.text)]
    return matched(asked[:MOST_INDICATORS], offer.indicators, said)


def shared_out(voices: Mapping[str, _Voice], chosen: Weights) -> tuple[Part, ...]:
    """Give silent parts' weight to the others, and round so that both sums are exact."""
    speaking = {key for key in PARTS if voices[key].similarity is not None}
    total = sum(chosen.parts[key] for key in speaking) or 1
    exact = [
        Decimal(100 * chosen.parts[key]) / total if key in speaking else Decimal(0)
        for key in PARTS
    ]
    shares = reconciled(exact, Decimal(100) if speaking else Decimal(0))
    similarities = [_thousandths(voices[key].similarity) for key in PARTS]
    earned = [weight * value for weight, value in zip(shares, similarities, strict=True)]
    whole = sum(earned, Decimal(0)).quantize(TENTH, rounding=ROUND_HALF_UP)
    points = reconciled(earned, whole)
    return tuple(
        Part(
            key=key,
            weight=shares[place],
            base_weight=Decimal(chosen.parts[key]),
            similarity=similarities[place],
            points=points[place],
            speaks=key in speaking,
            basis=voices[key].basis,
        )
        for place, key in enumerate(PARTS)
    )


def reconciled(exact: Sequence[Decimal], total: Decimal) -> list[Decimal]:
    """Round to tenths so that the sum is `total`: the largest remainders are rounded up."""
    floors = [value.quantize(TENTH, rounding="ROUND_FLOOR") for value in exact]
    missing = int((total - sum(floors, Decimal(0))) / TENTH)
    order = sorted(range(len(exact)), key=lambda place: (floors[place] - exact[place], place))
    for place in order[:missing]:
        floors[place] += TENTH
    return floors


def _thousandths(value: float | None) -> Decimal:
    return Decimal(repr(value or 0.0)).quantize(THOUSANDTH, rounding=ROUND_HALF_UP)


def _semantic(evidence: Evidence, chosen: Weights) -> _Voice:
    basis = [
        Phrase(
            "semantic.likeness",
            {
                "characters": f"{evidence.characters:.2f}",
                "concepts": f"{evidence.concepts:.2f}",
            },
        )
    ]
    if evidence.shared_concepts:
        keys = " ".join(evidence.shared_concepts)
        basis.append(Phrase("semantic.concepts", {"concepts": keys}))
    if evidence.vector is not None:
        basis.append(Phrase("semantic.vector", {"cosine": f"{evidence.vector:.2f}"}))
    return _Voice(semantic_similarity(evidence, chosen), tuple(basis))


def _terms(evidence: Evidence, worth: Mapping[str, float], chosen: Weights) -> _Voice:
    shown = _shown_terms(worth)
    basis = (
        Phrase("terms.shared", {"count": str(len(worth)), "terms": "、".join(shown[:5])})
        if shown
        else Phrase("terms.none")
    )
    return _Voice(term_similarity(evidence, chosen), (basis,))


def _indicators(findings: Sequence[Finding]) -> _Voice:
    if not findings:
        return _Voice(None, (Phrase("indicators.not_asked"),))
    verdicts = [finding.verdict for finding in findings]
    values = {str(verdict): str(verdicts.count(verdict)) for verdict in INDICATOR_WORTH}
    values["asked"] = str(len(findings))
    similarity = sum(INDICATOR_WORTH[finding.verdict] for finding in findings) / len(findings)
    return _Voice(similarity, (Phrase("indicators.counted", values),))


def _telling(worth: Mapping[str, float]) -> dict[str, float]:
    """Leave out bare numbers and unit signs: they count a little, but explain nothing."""
    return {
        word: value
        for word, value in worth.items()
        if not word.replace(".", "").isdigit() and word not in _UNIT_SIGNS
    }


def _shown_terms(worth: Mapping[str, float]) -> tuple[str, ...]:
    """Choose the words to show: the best first, none that stands inside a shown one."""
    shown: list[str] = []
    worth = _telling(worth)
    for word in sorted(worth, key=lambda word: (-worth[word] * len(word) ** 0.5, word)):
        if len(shown) == MOST_TERMS:
            break
        if not any(word in other or other in word for other in shown):
            shown.append(word)
    return tuple(shown)


def _agreements(
    findings: Sequence[Finding],
    mode: FacetResult,
    readiness: FacetResult,
    region: FacetResult,
    price: FacetResult | None,
) -> tuple[Agreement, ...]:
    lines = [
        Agreement(_shown(finding.verdict), "indicator", _finding_phrase(finding))
        for finding in findings
    ]
    named = (("mode", mode), ("trl", readiness), ("region", region), ("price", price))
    lines += [
        Agreement(_shown(result.verdict), facet, result.basis)
        for facet, result in named
        if result is not None and (result.similarity is not None or facet == "price")
    ]
    return tuple(lines)


def _shown(verdict: Verdict) -> Literal["yes", "part", "no"]:
    """Show what nobody can tell as open, which is neither yes nor no."""
    return "part" if verdict == "unknown" else verdict


def _finding_phrase(finding: Finding) -> Phrase:
    values = {
        "name": finding.need.name,
        "asked": figure_text(finding.need),
        "given": figure_text(finding.offer) if finding.offer else "",
        **finding.margin.values,
    }
    # One whole sentence for each verdict and margin: fragments cannot be translated.
    return Phrase(f"indicator.{finding.verdict}.{finding.margin.code}", values)


_SIGNS: Final = {"ge": "≥ ", "le": "≤ ", "gt": "> ", "lt": "< ", "eq": "", "about": "≈ "}


def figure_text(item: IndicatorView) -> str:
    """Write a figure in signs that need no translation."""
    unit = f" {item.unit}" if item.unit and item.unit != "%" else item.unit
    if item.comparator == "between":
        return f"{_grouped(item.value)}–{_grouped(item.value_max)}{unit}"
    return f"{_SIGNS.get(item.comparator, '')}{_grouped(item.value)}{unit}"


def _grouped(value: str) -> str:
    """Set thousands apart; a value that is no plain number stays as it was said."""
    whole, dot, rest = value.partition(".")
    digits = whole.removeprefix("-")
    if not digits.isdecimal() or len(digits) < 4:
        return value
    return f"{int(whole):,}{dot}{rest}"


def _plain(view: NeedView | OfferView) -> dict[str, Any]:
    data = asdict(view)
    return {
        key: str(value) if isinstance(value, Decimal) else value for key, value in data.items()
    }


_MONEY: Final = ("budget_min", "budget_max", "price_min", "price_max")


def _view(data: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(data)
    for name in _MONEY:
        if values.get(name) is not None:
            values[name] = Decimal(values[name])
    values["modes"] = tuple(data["modes"])
    values["indicators"] = tuple(IndicatorView(**item) for item in data["indicators"])
    return values
