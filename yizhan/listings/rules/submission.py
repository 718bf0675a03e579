"""What the rules say about a listing that is to be handed in."""

import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from yizhan.kernel.refusals import Refusal
from yizhan.listings.details import Content, NeedDetails, OfferDetails, ServiceDetails
from yizhan.listings.rules.rights import against_right
from yizhan.listings.terms import PUBLIC_MONEY, Kind, Visibility

SHORTEST_TITLE = 6
SHORTEST_SUMMARY = {Kind.NEED: 30, Kind.OFFER: 30, Kind.SERVICE: 20}
SHORTEST_REASON = 10
LONGEST_TERM = timedelta(days=3 * 366)
EVIDENCE_FROM_TRL = 4
MOST_FIELDS = 3


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
        yield from against_right(right, today, place=f"ip.{index}")


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


def _against_service(content: Content, details: ServiceDetails) -> Iterator[Refusal]:
    if not details.service_kind:
        yield Refusal("listings.no_service_kind", place="service_kind")
    if not details.capacity and not details.equipment:
        yield Refusal("listings.no_capacity", place="capacity")
    if content.price_min is None and content.price_max is None and not details.price_note:
        yield Refusal("listings.no_price", place="price_note")
