"""Figures read from text and compared: ≥ 850 HV against 1,050 HV.

The verdict never falls when the offer gets better: `yes` meets the need, `part` misses it by
no more than a tenth, `no` misses it by more, `unknown` cannot be compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal

from yizhan.matching.relevance.phrases import Phrase
from yizhan.matching.relevance.quantities import quantity, written
from yizhan.matching.relevance.units import Unit, comparable
from yizhan.matching.relevance.views import IndicatorView

Verdict = Literal["yes", "part", "no", "unknown"]

NEAR: Final = Fraction(1, 10)
ABOUT: Final = Fraction(1, 10)
# Per cent and per mille: only between these does one speak of points.
SHARES: Final = (Fraction(1, 100), Fraction(1, 1000))
SAME_NAME: Final = 0.5
ORDER: Final[dict[Verdict, int]] = {"unknown": 0, "no": 1, "part": 2, "yes": 3}
_TAILS: Final = frozenset("率度量值性力数能化级比的在后前时最大小高低平均及和与其")
_TAIL_SHARE: Final = 0.3
# A figure without a name may only be compared where its unit says what it measures.
_TELLING: Final = frozenset(
    {"hv", "hb", "hrc", "hra", "hrb", "hl", "hk", "邵氏a", "邵氏d", "pH"}
)


@dataclass(frozen=True, slots=True)
class Span:
    """The values an indicator stands for, in base units; None is without end."""

    low: Fraction | None
    high: Fraction | None
    open_low: bool = False
    open_high: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one indicator of the need."""

    need: IndicatorView
    offer: IndicatorView | None
    verdict: Verdict
    margin: Phrase


def span_of(indicator: IndicatorView) -> tuple[Span, Unit] | None:
    """Read an indicator as an interval; None where it gives no number."""
    first = quantity(indicator.value, indicator.unit)
    if first is None or indicator.comparator == "text":
        return None
    value, unit = unit_value(first)
    kind = indicator.comparator
    if kind == "between":
        second = quantity(indicator.value_max, indicator.unit)
        if second is None:
            return None
        low, high = sorted((value, unit.to_base(second[0])))
        return Span(low, high), unit
    if kind == "about":
        reach = scale(unit, value) * ABOUT
        return Span(value - reach, value + reach), unit
    spans = {
        "ge": Span(value, None),
        "gt": Span(value, None, open_low=True),
        "le": Span(None, value),
        "lt": Span(None, value, open_high=True),
    }
    return spans.get(kind, Span(value, value)), unit


def scale(unit: Unit, base: Fraction) -> Fraction:
    """Give the size that "a tenth of it" refers to: of 300 °C, not of 573 kelvin."""
    return abs(unit.from_base(base)) * unit.factor


def unit_value(found: tuple[Decimal, Unit]) -> tuple[Fraction, Unit]:
    """Convert to base units."""
    value, unit = found
    return unit.to_base(value), unit


def compare(need: IndicatorView, offer: IndicatorView) -> Finding:
    """Judge one figure of an offer by one indicator of a need."""
    asked, given = span_of(need), span_of(offer)
    if asked is None or given is None:
        return Finding(need, offer, "unknown", Phrase("no_number"))
    if not comparable(asked[1], given[1]):
        return Finding(need, offer, "unknown", Phrase("other_unit"))
    wanted, held, unit = asked[0], given[0], asked[1]
    if wanted.low is not None and wanted.high is not None:
        verdict, gap = _against_range(wanted, held, unit)
    else:
        verdict, gap = _against_bound(wanted, held, unit)
    return Finding(need, offer, verdict, margin(gap, _bound(wanted), unit))


def _bound(wanted: Span) -> Fraction:
    bound = wanted.low if wanted.low is not None else wanted.high
    return bound if bound is not None else Fraction(0)


def _against_bound(wanted: Span, held: Span, unit: Unit) -> tuple[Verdict, Fraction | None]:
    """Compare with a need that only asks for at least, or at most; the gap is signed."""
    if wanted.low is not None:
        worst, best = held.low, held.high
        bound, sign = wanted.low, 1
        strict = wanted.open_low and not held.open_low
    else:
        worst, best = held.high, held.low
        bound, sign = _bound(wanted), -1
        strict = wanted.open_high and not held.open_high
    # "at most 900" answers nothing to "at least 850": the side that matters is open.
    if worst is None:
        short = best is not None and sign * (best - bound) < 0
        return ("no" if short else "unknown"), None
    gap = sign * (worst - bound)
    if gap > 0 or (gap == 0 and not strict):
        return "yes", gap
    reaches = best is None or sign * (best - bound) >= 0
    near = -gap <= NEAR * scale(unit, bound)
    if near or (reaches and best is not None and best != worst):
        return "part", gap
    return "no", gap


def _against_range(wanted: Span, held: Span, unit: Unit) -> tuple[Verdict, Fraction | None]:
    """Compare with a need that names a range: inside it, or covering all of it, is yes."""
    low, high = wanted.low or Fraction(0), wanted.high or Fraction(0)
    if _within(held, low, high) or _covers(held, low, high):
        return "yes", None
    if held.low is None or held.high is None:
        return _open_against(held, low, high), None
    if held.high >= low and held.low <= high:
        return "part", None
    gap = low - held.high if held.high < low else held.low - high
    size = max(scale(unit, low), scale(unit, high), high - low)
    return ("part" if gap <= NEAR * size else "no"), -gap


def _open_against(held: Span, low: Fraction, high: Fraction) -> Verdict:
    """Judge "at least 60" by a range: only what lies wholly outside is certain."""
    above = held.low is not None and held.low > high
    below = held.high is not None and held.high < low
    return "no" if above or below else "unknown"


def _within(held: Span, low: Fraction, high: Fraction) -> bool:
    return (
        held.low is not None and held.high is not None and low <= held.low <= held.high <= high
    )


def _covers(held: Span, low: Fraction, high: Fraction) -> bool:
    return (
        held.low is not None and held.high is not None and held.low <= low < high <= held.high
    )


def margin(gap: Fraction | None, bound: Fraction, unit: Unit) -> Phrase:
    """Say by how much: points for shares, degrees for temperatures, else per cent."""
    if gap is None:
        return Phrase("no_margin")
    if gap == 0:
        return Phrase("equal")
    way = "above" if gap > 0 else "below"
    kind, by = "percent", abs(gap / bound) * 100 if bound else None
    if not unit.dimension and unit.factor in SHARES:
        kind, by = "points", abs(gap) * 100
    elif unit.dimension == (("kelvin", 1),):
        kind, by = "degrees", abs(gap)
    return Phrase(f"{kind}_{way}" if by else "no_margin", _by(by))


def _by(value: Fraction | None) -> dict[str, str]:
    return {"by": rounded(value)} if value else {}


def rounded(value: Fraction) -> str:
    """Round for reading: whole numbers from ten up, one decimal below."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    step = Decimal(1) if exact >= 10 else Decimal("0.1") if exact >= Decimal("0.1") else None
    if step is None:
        return written(exact.normalize() if exact == 0 else Decimal(f"{exact:.1g}"))
    return written(exact.quantize(step, rounding=ROUND_HALF_UP))


def name_likeness(first: str, second: str) -> float:
    """Compare what two figures are called: 表面硬度 is a 硬度, 抗拉强度 is no 屈服强度."""
    first, second = _plain(first), _plain(second)
    if not first or not second:
        return 0.0
    shorter = min(first, second, key=len)
    if (first in second or second in first) and any(map(_is_telling, shorter)):
        return 1.0
    ours, theirs = set(first), set(second)
    shared = sum(map(_worth, ours & theirs))
    whole = sum(map(_worth, ours)) + sum(map(_worth, theirs))
    return 2 * shared / whole if whole else 0.0


@lru_cache(maxsize=8192)
def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _is_telling(letter: str) -> bool:
    return letter not in _TAILS


def _worth(letter: str) -> float:
    return _TAIL_SHARE if letter in _TAILS else 1.0


def matched(
    needs: Sequence[IndicatorView],
    offers: Sequence[IndicatorView],
    said: Sequence[IndicatorView] = (),
) -> tuple[Finding, ...]:
    """Find for each indicator of the need the figure of the offer that answers it best.

    `said` are figures found in running text: they count where nothing stated answers, and
    never as a contradiction of units, because their names are guessed.
    """
    return tuple(_best(need, offers, said) for need in needs)


def _best(
    need: IndicatorView, offers: Sequence[IndicatorView], said: Sequence[IndicatorView]
) -> Finding:
    """Take the best likeness of names; among equals the better verdict."""
    stated = _answers(need, offers)
    known = [item for item in stated if item[2].verdict != "unknown"]
    known = known or [i for i in _answers(need, said) if i[2].verdict != "unknown"] or stated
    if not known:
        return Finding(need, None, "unknown", Phrase("not_given"))
    return max(known, key=lambda item: item[:2])[2]


def _answers(
    need: IndicatorView, offers: Sequence[IndicatorView]
) -> list[tuple[float, int, Finding]]:
    found = []
    for offer in offers:
        likeness = _likeness(need, offer)
        if likeness >= SAME_NAME:
            finding = compare(need, offer)
            found.append((likeness, ORDER[finding.verdict], finding))
    return found


def _likeness(need: IndicatorView, offer: IndicatorView) -> float:
    if need.name and offer.name:
        return name_likeness(need.name, offer.name)
    asked = quantity(need.value, need.unit)
    dimension = asked[1].dimension if asked else ()
    return SAME_NAME if dimension and dimension[0][0] in _TELLING else 0.0
