"""Cooperation mode, readiness, region and price: what agrees beside the texts."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from yizhan.matching.relevance.indicators import Verdict
from yizhan.matching.relevance.phrases import Phrase
from yizhan.matching.relevance.views import NeedView, OfferView
from yizhan.matching.relevance.weights import Weights

TRL_NEAR: Final = 0.6
TRL_FAR: Final = 0.3


@dataclass(frozen=True, slots=True)
class FacetResult:
    """How far a facet agrees; `None` where the need does not ask."""

    similarity: float | None
    verdict: Verdict
    basis: Phrase


def mode(need: NeedView, offer: OfferView, weights: Weights) -> FacetResult:
    """Compare the modes of cooperation: one in common is enough."""
    if not need.modes:
        return FacetResult(None, "unknown", Phrase("mode.not_asked"))
    if not offer.modes:
        return FacetResult(weights.silent, "unknown", Phrase("mode.not_given"))
    shared = [code for code in need.modes if code in offer.modes]
    if shared:
        return FacetResult(1.0, "yes", Phrase("mode.shared", {"modes": " ".join(shared)}))
    for family in weights.families:
        if family & set(need.modes) and family & set(offer.modes):
            near = sorted(family & set(offer.modes))
            return FacetResult(
                weights.mode_family, "part", Phrase("mode.family", {"modes": " ".join(near)})
            )
    return FacetResult(0.0, "no", Phrase("mode.none", {"modes": " ".join(offer.modes)}))


def trl(need: NeedView, offer: OfferView, weights: Weights) -> FacetResult:
    """Compare readiness: above what is wanted is as good as within."""
    wanted = _range(need.trl_min, need.trl_max)
    held = _range(offer.trl_min, offer.trl_max)
    if wanted is None:
        return FacetResult(None, "unknown", Phrase("trl.not_asked"))
    low, high = wanted
    if held is None:
        return FacetResult(weights.silent, "unknown", Phrase("trl.not_given"))
    level = held[1]
    values = {"level": str(level), "low": str(low), "high": str(high)}
    if level >= low:
        code = "trl.within" if level <= high else "trl.above"
        return FacetResult(1.0, "yes", Phrase(code, values))
    values["by"] = str(low - level)
    if low - level <= 2:
        share = TRL_NEAR if low - level == 1 else TRL_FAR
        return FacetResult(share, "part", Phrase("trl.below", values))
    return FacetResult(0.0, "no", Phrase("trl.below", values))


def _range(low: int | None, high: int | None) -> tuple[int, int] | None:
    if low is None and high is None:
        return None
    return (
        (low if low is not None else 1, high if high is not None else 9)
        if (low is None or high is None or low <= high)
        else (high, low)
    )


def region(need: NeedView, offer: OfferView, weights: Weights) -> FacetResult:
    """Compare regions by GB/T 2260: county, city, province, economic zone."""
    wanted, given = need.region, offer.region
    if not wanted:
        return FacetResult(None, "unknown", Phrase("region.not_asked"))
    if not given:
        return FacetResult(weights.silent, "unknown", Phrase("region.not_given"))
    return _places(wanted, given, weights)


def _places(wanted: str, given: str, weights: Weights) -> FacetResult:
    values = {"need": wanted, "offer": given}
    if _prefix(wanted) == given[: len(_prefix(wanted))] or wanted[:4] == given[:4]:
        return FacetResult(weights.region["city"], "yes", Phrase("region.same", values))
    if wanted[:2] == given[:2]:
        return FacetResult(weights.region["province"], "yes", Phrase("region.province", values))
    zone = weights.zone(wanted)
    if zone and zone == weights.zone(given):
        values["zone"] = zone
        return FacetResult(weights.region["zone"], "part", Phrase("region.zone", values))
    return FacetResult(0.0, "no", Phrase("region.other", values))


def _prefix(code: str) -> str:
    """Cut a code to the level it names: 410000 asks for a province, 410100 for a city."""
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def price(need: NeedView, offer: OfferView) -> FacetResult | None:
    """Compare the budget with the price; shown, never scored. None where a side is silent."""
    budget = _money_range(need.budget_min, need.budget_max)
    asked = _money_range(offer.price_min, offer.price_max)
    if budget is None or asked is None:
        return None
    values = {"price": str(asked[0]), "budget": str(budget[1])}
    if asked[1] <= budget[1]:
        return FacetResult(None, "yes", Phrase("price.within", values))
    if asked[0] <= budget[1]:
        return FacetResult(None, "part", Phrase("price.overlap", values))
    by = (asked[0] - budget[1]).quantize(Decimal(1))
    return FacetResult(None, "no", Phrase("price.above", {**values, "by": str(by)}))


def _money_range(low: Decimal | None, high: Decimal | None) -> tuple[Decimal, Decimal] | None:
    if low is None and high is None:
        return None
    first = low if low is not None else Decimal(0)
    last = high if high is not None else first
    return (first, last) if first <= last else (last, first)
