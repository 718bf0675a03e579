"""What an expert may say of itself, and what must be said before it is listed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from yizhan.experts.rules.words import holds_contact
from yizhan.kernel.money import LARGEST
from yizhan.kernel.refusals import Refusal

# What the home organisation vouches for; a change of it is vouched for again.
IDENTITY = frozenset({"name", "title", "degree"})
LONGEST: Mapping[str, int] = {
    "name": 40,
    "title": 60,
    "department": 80,
    "problems": 2000,
    "fee_note": 100,
}
LISTS: Mapping[str, int] = {"fields": 3, "industries": 5, "keywords": 20, "works": 40}
_WORD, _WORK_TITLE, _IDENTIFIER = 40, 200, 80
_MOST_HOURS, _OLDEST = 160, 1950
_LEAST_PROBLEMS, _LEAST_KEYWORDS = 20, 2
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_SHAPES: Mapping[str, re.Pattern[str]] = {
    "publication": re.compile(r"10\.\d{4,9}/[^\s<>\"]{1,70}"),
    "patent": re.compile(
        r"(?:ZL|CN)?\s?(?:19|20)?\d{2}[1-389]\d{5,7}(?:\.[\dX])?[ABCUSY]?\d?"
        r"|CN\s?\d{7,9}[ABCUSY]\d?|(?:US|EP|WO|JP|KR|DE|PCT)[/\w\s-]{5,24}"
    ),
    "standard": re.compile(
        r"(?:GB|GB/T|GB/Z|GJB|JJF|JJG|[A-Z]{2,3}(?:/[TZ])?|DB\d{2}(?:/T)?|T/[A-Z]{2,10}"
        r"|ISO(?:/IEC|/TS|/TR)?|IEC|Q/\w{2,10})\s?\d[\d.]*(?:[-—–:]\d{2,4})?"
    ),
    "project": re.compile(r"[\w()（）/.-]{4,40}"),
}
_DOI_PREFIX = re.compile(r"(?i)^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)")


def clean_work(work: Mapping[str, Any]) -> dict[str, Any]:
    """Write an identifier as its register does: no address before a DOI, capitals elsewhere."""
    identifier = " ".join(str(work.get("identifier") or "").split())
    kind = str(work.get("kind") or "")
    identifier = (
        _DOI_PREFIX.sub("", identifier) if kind == "publication" else identifier.upper()
    )
    return {
        "kind": kind,
        "title": " ".join(str(work.get("title") or "").split()),
        "year": work.get("year"),
        "identifier": identifier,
    }


def against_profile(values: Mapping[str, Any], *, today: date) -> Iterator[Refusal]:
    """Refuse what no profile may hold, finished or not; every complaint at its field."""
    for name, most in LONGEST.items():
        yield from _against_text(str(values.get(name) or ""), most, name)
    for name, most in LISTS.items():
        if len(values.get(name) or ()) > most:
            yield Refusal("experts.too_many", {"limit": most}, name)
    for word in values.get("keywords") or ():
        yield from _against_text(str(word), _WORD, "keywords")
    for number, work in enumerate(values.get("works") or ()):
        yield from _against_work(work, today, f"works.{number}")
    yield from _against_terms(values)


def against_submission(values: Mapping[str, Any], *, has_consent: bool) -> Iterator[Refusal]:
    """Refuse a profile that tells an asker too little, or whose person has not agreed."""
    for name in ("name", "title"):
        if not str(values.get(name) or "").strip():
            yield Refusal("experts.required", {}, name)
    if not values.get("fields"):
        yield Refusal("experts.no_field", {}, "fields")
    if len(values.get("keywords") or ()) < _LEAST_KEYWORDS:
        yield Refusal("experts.too_few_keywords", {"least": _LEAST_KEYWORDS}, "keywords")
    if len(str(values.get("problems") or "").strip()) < _LEAST_PROBLEMS:
        yield Refusal("experts.problems_too_short", {"least": _LEAST_PROBLEMS}, "problems")
    if not values.get("modes"):
        yield Refusal("experts.no_mode", {}, "modes")
    if not has_consent:
        yield Refusal("experts.no_consent", {}, "consent")


def against_listing(*, is_self: bool, is_home_verified: bool) -> Iterator[Refusal]:
    """Refuse to vouch for oneself, and for people of an organisation nobody has verified."""
    if is_self:
        yield Refusal("experts.own_profile")
    if not is_home_verified:
        yield Refusal("experts.home_not_verified")


def _against_text(text: str, most: int, place: str) -> Iterator[Refusal]:
    if len(text) > most:
        yield Refusal("experts.too_long", {"limit": most}, place)
    if _CONTROL.search(text):
        yield Refusal("experts.control_character", {}, place)
    if holds_contact(text):
        yield Refusal("experts.contact_in_text", {}, place)


def _against_work(work: Mapping[str, Any], today: date, place: str) -> Iterator[Refusal]:
    kind, identifier = str(work.get("kind") or ""), str(work.get("identifier") or "")
    if kind not in _SHAPES:
        yield Refusal("experts.unknown_value", {}, f"{place}.kind")
        return
    if not str(work.get("title") or "").strip():
        yield Refusal("experts.required", {}, f"{place}.title")
    yield from _against_text(str(work.get("title") or ""), _WORK_TITLE, f"{place}.title")
    year = work.get("year")
    if not isinstance(year, int) or not _OLDEST <= year <= today.year:
        yield Refusal("experts.year", {"first": _OLDEST, "last": today.year}, f"{place}.year")
    if kind in {"patent", "standard"} and not identifier:
        yield Refusal("experts.identifier_required", {}, f"{place}.identifier")
    if identifier and not _is_identifier(kind, identifier):
        yield Refusal(f"experts.not_a_{kind}", {}, f"{place}.identifier")


def _is_identifier(kind: str, identifier: str) -> bool:
    return len(identifier) <= _IDENTIFIER and bool(_SHAPES[kind].fullmatch(identifier))


def _against_terms(values: Mapping[str, Any]) -> Iterator[Refusal]:
    hours = values.get("hours")
    if hours is not None and not 1 <= hours <= _MOST_HOURS:
        yield Refusal("experts.hours", {"most": _MOST_HOURS}, "hours")
    ends: Sequence[Decimal | None] = (values.get("fee_min"), values.get("fee_max"))
    if any(end is not None and not 0 <= end <= LARGEST for end in ends):
        yield Refusal("experts.fee_out_of_range", {}, "fee_min")
        return
    low, high = ends
    if values.get("fee") == "range" and low is None and high is None:
        yield Refusal("experts.fee_required", {}, "fee_min")
    if low is not None and high is not None and high < low:
        yield Refusal("experts.fee_order", {}, "fee_max")
