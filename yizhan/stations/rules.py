"""What the rules of the network say about applications, appraisals, operators and removal."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from yizhan.kernel.refusals import Refusal

# A station needs two people, so that absence or leaving does not leave cases alone.
LEAST_OPERATORS = 2
MOST_AREA, MOST_TEXT, MOST_NOTE = 40, 4000, 500
RECTIFY_DAYS = 90
# Who was removed may ask again after a year.
AWAY = timedelta(days=365)
_CENT = Decimal("0.01")


def against_profile(
    *, area: Collection[str], fields: Collection[str], about: str, answer_days: int | None
) -> Iterator[Refusal]:
    """Refuse what a station says of itself when something is missing or too long."""
    if not area:
        yield Refusal("stations.required", {}, "area")
    if len(area) > MOST_AREA:
        yield Refusal("stations.too_many", {"limit": MOST_AREA}, "area")
    if not fields:
        yield Refusal("stations.required", {}, "domains")
    if len(about.strip()) < 20:
        yield Refusal("stations.too_short", {"least": 20}, "about")
    if len(about) > MOST_TEXT:
        yield Refusal("stations.too_long", {"limit": MOST_TEXT}, "about")
    if answer_days is None or not 1 <= answer_days <= 30:
        yield Refusal("stations.answer_days", {}, "answer_days")


def against_area(*, area: Collection[str], reached: str) -> Iterator[Refusal]:
    """Refuse an area outside the station's own: cooperation has no borders, duty has."""
    outside = [code for code in area if not code.startswith(reached)]
    if outside:
        yield Refusal("stations.area_outside", {"codes": "、".join(sorted(outside))}, "area")


def against_application(
    *, is_station: bool, is_verified: bool, plan: str, removed_on: date | None, today: date
) -> Iterator[Refusal]:
    """Refuse an application of who may not be a station, or not yet again."""
    if not is_station:
        yield Refusal("stations.not_a_station")
    if not is_verified:
        yield Refusal("stations.not_verified")
    if len(plan.strip()) < 50:
        yield Refusal("stations.too_short", {"least": 50}, "plan")
    if len(plan) > MOST_TEXT:
        yield Refusal("stations.too_long", {"limit": MOST_TEXT}, "plan")
    if removed_on is not None and today < removed_on + AWAY:
        yield Refusal("stations.removed_lately", {"day": removed_on + AWAY})


def against_admission(
    *, operators: int, needs_parent: bool, has_parent: bool, verdict: str
) -> Iterator[Refusal]:
    """Refuse to admit without people, without the station above, or without a pass."""
    if operators < LEAST_OPERATORS:
        yield Refusal(
            "stations.too_few_operators", {"least": LEAST_OPERATORS, "has": operators}
        )
    if needs_parent and not has_parent:
        yield Refusal("stations.no_parent", {}, "parent")
    if verdict == "fail":
        yield Refusal("stations.not_passed")


def against_scores(
    *, scores: Mapping[str, Mapping[str, Any]], codes: Sequence[str], reasons: str
) -> Iterator[Refusal]:
    """Refuse an appraisal with a heading unscored, out of range or without its evidence."""
    for code in codes:
        given = scores.get(code, {})
        score = given.get("score")
        if not isinstance(score, int) or not 0 <= score <= 100:
            yield Refusal("stations.score", {}, f"score_{code}")
        if not str(given.get("note", "")).strip():
            yield Refusal("stations.evidence", {}, f"note_{code}")
        elif len(str(given["note"])) > MOST_NOTE:
            yield Refusal("stations.too_long", {"limit": MOST_NOTE}, f"note_{code}")
    if not reasons.strip():
        yield Refusal("stations.required", {}, "reasons")


def against_year(*, year: int, today: date, admitted_on: date | None) -> Iterator[Refusal]:
    """Refuse to appraise a year that has not ended or in which the station was no member."""
    if year >= today.year:
        yield Refusal("stations.year_runs", {"year": year}, "year")
    if admitted_on is None or year < admitted_on.year:
        yield Refusal("stations.year_before", {"year": year}, "year")


def against_removal(
    *, failed_years: Collection[int], is_breach: bool, reason: str
) -> Iterator[Refusal]:
    """Refuse to remove without two failed years in a row or a serious breach (办法 26)."""
    if not reason.strip():
        yield Refusal("stations.required", {}, "reason")
    if not is_breach and not failed_twice(failed_years):
        yield Refusal("stations.no_ground")


def against_operator(
    *,
    is_member: bool,
    trained_on: date | None,
    valid_until: date | None,
    training: str,
    certificate: str,
    today: date,
) -> Iterator[Refusal]:
    """Refuse who is not of the station, not trained, or whose training has ended."""
    if not is_member:
        yield Refusal("stations.not_of_the_house", {}, "person")
    if not training.strip():
        yield Refusal("stations.required", {}, "training")
    if not certificate.strip():
        yield Refusal("stations.required", {}, "certificate")
    if trained_on is None or trained_on > today:
        yield Refusal("stations.trained_on", {}, "trained_on")
    if valid_until is not None and valid_until < today:
        yield Refusal("stations.training_ended", {"day": valid_until}, "valid_until")


def against_document(
    *, code: str, title: str, text: str, since: date | None, latest: date | None
) -> Iterator[Refusal]:
    """Refuse a version that is empty, or in force before the one it replaces."""
    for name, value in (("code", code), ("title", title), ("text", text)):
        if not value.strip():
            yield Refusal("stations.required", {}, name)
    if since is None:
        yield Refusal("stations.required", {}, "since")
    elif latest is not None and since <= latest:
        yield Refusal("stations.version_before", {"day": latest}, "since")


def total_of(scores: Mapping[str, Mapping[str, Any]], weights: Mapping[str, int]) -> Decimal:
    """Return the weighted total out of 100, half up to two places."""
    total = sum(
        (Decimal(scores[code]["score"]) * weight for code, weight in weights.items()),
        Decimal(0),
    )
    return (total / 100).quantize(_CENT, ROUND_HALF_UP)


def verdict_of(total: Decimal, bounds: Sequence[tuple[str, int]]) -> str:
    """Return the best verdict whose bound the total reaches."""
    return next((name for name, least in bounds if total >= least), "fail")


def failed_twice(years: Collection[int]) -> bool:
    """Say whether two years in a row were failed."""
    return any(year + 1 in set(years) for year in years)


def rectify_by(day: date) -> date:
    """Return the day by which a failed year must be mended."""
    return day + timedelta(days=RECTIFY_DAYS)


def number_for(*, level: str, region: str, serial: int) -> str:
    """Write a station's number: YZ, province (00 the nation), serial."""
    province = "00" if level == "national" else region[:2]
    return f"YZ-{province}-{serial:04d}"
