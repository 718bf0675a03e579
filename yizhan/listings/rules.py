"""What the rules say about a listing. Values in, values out; no clock, no database."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from yizhan.kernel.refusals import Refusal
from yizhan.listings.details import Content, Ip, NeedDetails, OfferDetails, ServiceDetails
from yizhan.listings.terms import PUBLIC_MONEY, FieldName, IpKind, IpStatus, Kind, Visibility

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHORTEST_TITLE = 6
SHORTEST_SUMMARY = {Kind.NEED: 30, Kind.OFFER: 30, Kind.SERVICE: 20}
SHORTEST_REASON = 10
LONGEST_TERM = timedelta(days=3 * 366)
EVIDENCE_FROM_TRL = 4
MOST_FIELDS = 3
# How long a listing stays open without anybody confirming it.
VALIDITY_DAYS = {Kind.NEED: 180, Kind.OFFER: 365, Kind.SERVICE: 365}
FRESH_DAYS, AGEING_DAYS = 60, 120
PATENT_TERMS = {IpKind.INVENTION_PATENT: 20, IpKind.UTILITY_MODEL: 10, IpKind.DESIGN: 15}

# Reasons that speak of what is missing, not of what is wrong.
ONLY_INCOMPLETE = frozenset(
    {
        "listings.title_too_short",
        "listings.summary_too_short",
        "listings.no_field",
        "listings.no_mode",
        "listings.no_indicator",
        "listings.no_trl_evidence",
        "listings.no_service_kind",
        "listings.no_capacity",
        "listings.no_price",
        "listings.no_ip_number",
    }
)

_APPLICATION = re.compile(r"(?:ZL|CN)?((?:19|20)\d{2})([12389])(\d{7})\.?([\dX])")
_OLD_APPLICATION = re.compile(r"(?:ZL|CN)?(\d{2})([1-389])(\d{5})\.?([\dX])")
_PUBLICATION = re.compile(r"CN[1-3]\d{6,9}[A-CSUY]\d?")
_FOREIGN = re.compile(
    r"(?:US|EP|WO|JP|KR|DE|GB|FR|CA|AU|RU|IN|EA|TW|HK|PCT/?CN)[\dA-Z/\-]{5,18}"
)
_PATENT = (_APPLICATION, _OLD_APPLICATION, _PUBLICATION, _FOREIGN)
_NUMBERS = {
    IpKind.INVENTION_PATENT: _PATENT,
    IpKind.UTILITY_MODEL: _PATENT,
    IpKind.DESIGN: _PATENT,
    IpKind.SOFTWARE_COPYRIGHT: (
        re.compile(r"(?:软著登字第?)?\d{4}SR\d{6,7}|软著登字第?\d{6,8}号?"),
    ),
    IpKind.PLANT_VARIETY: (re.compile(r"CNA\d{6,10}(?:\.\d)?"),),
    IpKind.IC_LAYOUT: (re.compile(r"BS\.?\d{8,11}(?:\.?\d)?"),),
}


def against_submission(
    content: Content, *, today: date, organisation_name: str
) -> Iterator[Refusal]:
    """Give every reason why the listing may not be handed in."""
    yield from _against_text(content, organisation_name)
    yield from _against_deadline(content, today)
    if isinstance(content.details, NeedDetails):
        yield from _against_need(content, content.details)
    elif isinstance(content.details, OfferDetails):
        yield from _against_offer(content, content.details, today)
    else:
        yield from _against_service(content, content.details)


def against_publication(
    content: Content,
    *,
    today: date,
    organisation_name: str,
    is_own: bool,
) -> Iterator[Refusal]:
    """Give every reason why the listing may not be published now, by this reviewer."""
    if is_own:
        yield Refusal("listings.own_review")
    # A deadline may have passed, a right may have lapsed while the listing waited.
    yield from against_submission(content, today=today, organisation_name=organisation_name)


def against_bulk_publication(
    content: Content, *, today: date, organisation_name: str
) -> Iterator[Refusal]:
    """Give the reasons that hold even for a register that a reviewer publishes as a whole.

    A public register has titles and abstracts, not our fields and modes: what is only
    incomplete may come in and is shown as incomplete; what is forbidden stays forbidden.
    """
    if not content.title:
        yield Refusal("listings.required", place="title")
    for refusal in against_submission(
        content, today=today, organisation_name=organisation_name
    ):
        if refusal.code not in ONLY_INCOMPLETE:
            yield refusal


def against_return(reasons: Mapping[str, str]) -> Iterator[Refusal]:
    """Give every reason why a listing may not be sent back like this."""
    if not any(reason.strip() for reason in reasons.values()):
        yield Refusal("listings.no_return_reason")
    for name, reason in reasons.items():
        if name not in FieldName.values:
            yield Refusal("listings.unknown_field", place=name[:40])
        elif len(reason) > 500:
            yield Refusal("listings.too_long", {"limit": 500}, place=name)


def due_at(*, kind: str, deadline: date | None, confirmed_at: datetime) -> datetime:
    """Return when the listing closes by itself: its deadline, or nobody confirming it."""
    fading = confirmed_at + timedelta(days=VALIDITY_DAYS[Kind(kind)])
    if deadline is None:
        return fading
    closing = datetime.combine(deadline + timedelta(days=1), time(), tzinfo=SHANGHAI)
    return min(fading, closing)


def freshness(confirmed_at: datetime, at: datetime) -> str:
    """Say how far a confirmation has faded: fresh, ageing or stale."""
    days = (at - confirmed_at).days
    if days <= FRESH_DAYS:
        return "fresh"
    return "ageing" if days <= AGEING_DAYS else "stale"


def patent_number_holds(number: str) -> bool:
    """Say whether the check digit of a Chinese application number agrees, where it has one."""
    plain = number.replace(" ", "").upper()
    found = _APPLICATION.fullmatch(plain) or _OLD_APPLICATION.fullmatch(plain)
    if found is None:
        return True
    digits = "".join(found.groups()[:-1])
    weights = [*range(2, 10), *range(2, 6)]
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
    return "0123456789X"[total % 11] == found.groups()[-1]


def _against_text(content: Content, organisation_name: str) -> Iterator[Refusal]:
    if len(content.title) < SHORTEST_TITLE:
        yield Refusal("listings.title_too_short", {"least": SHORTEST_TITLE}, place="title")
    least = SHORTEST_SUMMARY[content.kind]
    if len(content.summary) < least:
        yield Refusal("listings.summary_too_short", {"least": least}, place="summary")
    if not content.fields:
        yield Refusal("listings.no_field", place="fields")
    elif len(content.fields) > MOST_FIELDS:
        yield Refusal("listings.too_many", {"limit": MOST_FIELDS}, place="fields")
    if not content.modes and content.kind != Kind.SERVICE:
        yield Refusal("listings.no_mode", place="modes")
    if content.is_anonymous:
        yield from _against_anonymity(content, organisation_name)


def _against_anonymity(content: Content, organisation_name: str) -> Iterator[Refusal]:
    if content.kind != Kind.NEED:
        yield Refusal("listings.anonymous_only_needs", place="is_anonymous")
    name = _folded(organisation_name)
    if not name:
        return
    for place, text in _readable(content):
        if name in _folded(text):
            yield Refusal("listings.names_itself", place=place)


def _readable(content: Content) -> Iterator[tuple[str, str]]:
    """Give every text that everybody may read, with the field it stands in."""
    yield "title", content.title
    yield "summary", content.summary
    yield "keywords", " ".join(content.keywords)
    plain = content.stored
    for place, value in {"indicators": plain["indicators"], **plain["details"]}.items():
        if content.visibility.get(place, Visibility.PUBLIC) == Visibility.PUBLIC:
            yield place, str(value)


def _folded(text: str) -> str:
    """Take out what a name can be disguised with: blanks, full-width forms, upper case."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _against_deadline(content: Content, today: date) -> Iterator[Refusal]:
    if content.deadline is None:
        return
    if content.deadline <= today:
        yield Refusal("listings.deadline_passed", place="deadline")
    elif content.deadline > today + LONGEST_TERM:
        yield Refusal("listings.deadline_too_far", {"years": 3}, place="deadline")


def _against_need(content: Content, details: NeedDetails) -> Iterator[Refusal]:
    has_number = any(indicator.is_quantified for indicator in content.indicators)
    if not has_number and len(details.no_indicator_reason) < SHORTEST_REASON:
        yield Refusal("listings.no_indicator", {"least": SHORTEST_REASON}, place="indicators")


def _against_offer(content: Content, details: OfferDetails, today: date) -> Iterator[Refusal]:
    check = details.security_check
    if details.funding_source in PUBLIC_MONEY:
        if not details.plan_number:
            yield Refusal("listings.no_plan_number", place="plan_number")
        if not check.declared:
            yield Refusal("listings.security_not_declared", place="security_check")
    if check.touches:
        yield Refusal("listings.security_touched", place="security_check")
    yield from _against_trl(content, details)
    for index, right in enumerate(details.ip):
        yield from _against_right(right, today, place=f"ip.{index}")


def _against_trl(content: Content, details: OfferDetails) -> Iterator[Refusal]:
    claimed = content.trl_max or content.trl_min
    if claimed is None or claimed < EVIDENCE_FROM_TRL:
        return
    if not any(evidence.level == claimed for evidence in details.trl_evidence):
        yield Refusal("listings.no_trl_evidence", {"level": claimed}, place="trl_evidence")
    for index, evidence in enumerate(details.trl_evidence):
        if evidence.level > claimed:
            place = f"trl_evidence.{index}.level"
            yield Refusal("listings.trl_evidence_above", {"level": claimed}, place=place)


def _against_right(right: Ip, today: date, *, place: str) -> Iterator[Refusal]:
    plain = right.number.replace(" ", "").upper()
    shapes = _NUMBERS.get(right.kind, ())
    if shapes and not plain:
        yield Refusal("listings.no_ip_number", place=f"{place}.number")
    elif shapes and not any(shape.fullmatch(plain) for shape in shapes):
        yield Refusal("listings.ip_number_malformed", place=f"{place}.number")
    if right.status == IpStatus.GRANTED and _has_lapsed(right, plain, today):
        yield Refusal("listings.ip_expired", place=f"{place}.status")


def _has_lapsed(right: Ip, plain: str, today: date) -> bool:
    if right.expires is not None:
        return right.expires < today
    applied = _APPLICATION.fullmatch(plain)
    years = PATENT_TERMS.get(right.kind)
    return bool(applied and years and int(applied[1]) + years < today.year)


def _against_service(content: Content, details: ServiceDetails) -> Iterator[Refusal]:
    if not details.service_kind:
        yield Refusal("listings.no_service_kind", place="service_kind")
    if not details.capacity and not details.equipment:
        yield Refusal("listings.no_capacity", place="capacity")
    if content.price_min is None and content.price_max is None and not details.price_note:
        yield Refusal("listings.no_price", place="price_note")


def _filled(content: Content, names: Iterable[str]) -> Iterator[tuple[str, bool]]:
    for name in names:
        holder = content if name in Content.model_fields else content.details
        value = getattr(holder, name)
        yield name, value not in (None, "", [], ())


WEIGHTS: Mapping[str, Mapping[str, int]] = {
    Kind.NEED: {
        "title": 10,
        "summary": 15,
        "indicators": 20,
        "tried": 10,
        "conditions": 10,
        "requirements": 5,
        "fields": 5,
        "industry": 5,
        "modes": 5,
        "trl_min": 3,
        "price_max": 5,
        "deadline": 4,
        "keywords": 3,
    },
    Kind.OFFER: {
        "title": 10,
        "summary": 15,
        "indicators": 15,
        "advantage": 10,
        "economics": 5,
        "ip": 10,
        "trl_min": 5,
        "trl_evidence": 10,
        "fields": 5,
        "industry": 3,
        "modes": 5,
        "price_max": 4,
        "keywords": 3,
    },
    Kind.SERVICE: {
        "title": 15,
        "summary": 20,
        "service_kind": 15,
        "capacity": 15,
        "equipment": 10,
        "fields": 5,
        "price_note": 10,
        "turnaround": 7,
        "keywords": 3,
    },
}


def completeness(content: Content) -> tuple[int, list[str]]:
    """Return how complete the listing is in percent and the empty fields, heaviest first."""
    weights = WEIGHTS[content.kind]
    missing = [name for name, filled in _filled(content, weights) if not filled]
    total = sum(weights.values())
    held = total - sum(weights[name] for name in missing)
    return round(100 * held / total), sorted(missing, key=lambda name: -weights[name])


def against_confirmation(*, stage: str, is_open: bool) -> Iterator[Refusal]:
    """Give the reason why nothing can be confirmed: only what is open can be still true."""
    if not is_open:
        yield Refusal("flow.wrong_stage", {"step": "confirm", "stage": stage})
