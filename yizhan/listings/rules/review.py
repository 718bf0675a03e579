"""What the rules say about a review: the machine's proposals, the answers, who may decide."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from yizhan.kernel.refusals import Refusal
from yizhan.listings.checklists import Item
from yizhan.listings.details import Content, NeedDetails, OfferDetails, ServiceDetails
from yizhan.listings.rules.rights import patent_number_holds
from yizhan.listings.rules.submission import EVIDENCE_FROM_TRL, SHORTEST_REASON
from yizhan.listings.terms import PUBLIC_MONEY, Answer

WIDEST_PRICE = 10
SHORTEST_TERM = timedelta(days=14)
SHORTEST_PLAN_NUMBER = 6
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a machine looks at to propose an answer."""

    content: Content
    is_verified: bool
    has_contact: bool
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer as it was given."""

    answer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A checklist as filled in: by which edition, and the answer to each item."""

    edition: str
    answers: Mapping[str, Given]


def is_state_funded(content: Content) -> bool:
    """Say whether public money is behind it, so that one pair of eyes is not enough."""
    details = content.details
    return isinstance(details, OfferDetails) and details.funding_source in PUBLIC_MONEY


def proposal_for(item: Item, case: Case) -> str:
    """Return the answer a rule would give, or nothing where only a person can tell."""
    judge = _MACHINES.get(item.machine)
    return judge(case) if judge else ""


def against_answers(
    items: Iterable[Item], answers: Mapping[str, Given], proposals: Mapping[str, str]
) -> Iterator[Refusal]:
    """Give every reason why a checklist as filled in does not carry a publication."""
    yield from against_answer_shapes(items, answers)
    for item in items:
        given = answers.get(item.code, Given())
        place = f"answer_{item.code}"
        if not given.answer:
            yield Refusal("listings.item_unanswered", place=place)
        elif given.answer == Answer.NO and item.required:
            yield Refusal("listings.item_denied", place=place)
        elif _contradicts(given, proposals.get(item.code, "")):
            yield Refusal("listings.item_needs_note", place=f"note_{item.code}")


def against_answer_shapes(
    items: Iterable[Item], answers: Mapping[str, Given]
) -> Iterator[Refusal]:
    """Refuse answers to questions nobody asked, and those that are none."""
    asked = {item.code for item in items}
    for code, given in answers.items():
        if code not in asked:
            yield Refusal("listings.unknown_item", place=f"answer_{code[:40]}")
        elif given.answer and given.answer not in Answer.values:
            yield Refusal("listings.unknown_value", place=f"answer_{code}")
        if len(given.note) > LONGEST_NOTE:
            yield Refusal(
                "listings.too_long", {"limit": LONGEST_NOTE}, place=f"note_{code[:40]}"
            )


def against_holding(
    *, me: UUID, holder: UUID | None, until: datetime | None, at: datetime
) -> Iterator[Refusal]:
    """Refuse to work on what somebody else has on the desk."""
    if holder is not None and holder != me and until is not None and until > at:
        yield Refusal("listings.taken_by_other")


def against_reviewer(*, is_own: bool) -> Iterator[Refusal]:
    """Refuse whoever stands for the organisation behind the listing, in whatever role."""
    if is_own:
        yield Refusal("listings.own_review")


def against_second_eyes(
    *, me: UUID, first: UUID | None, reach: str | None, first_reach: str
) -> Iterator[Refusal]:
    """Refuse the same person in whatever role, and an office of a lesser reach."""
    if me == first:
        yield Refusal("listings.same_eyes")
    if reach is None or not first_reach.startswith(reach):
        yield Refusal("listings.lesser_reach")


def with_mending(
    items: Iterable[Item],
    answers: Mapping[str, Given],
    reasons: Mapping[str, str],
    *,
    in_english: bool = False,
) -> dict[str, str]:
    """Fill the reasons of fields that an answer "no" belongs to and nobody wrote on."""
    filled = dict(reasons)
    for item in items:
        given = answers.get(item.code, Given())
        if given.answer == Answer.NO and not reasons.get(item.field, "").strip():
            said = given.note.strip() or (item.mend_en if in_english else item.mend)
            before = filled.get(item.field, "")
            filled[item.field] = f"{before}\n{said}".strip()[:LONGEST_NOTE]
    return filled


def _contradicts(given: Given, proposed: str) -> bool:
    """Say whether a yes stands against the machine's no without a word on why."""
    return (
        given.answer in {Answer.YES, Answer.NOT_APPLICABLE}
        and proposed == Answer.NO
        and not given.note.strip()
    )


def _said(holds: bool) -> str:  # noqa: FBT001 -- one verdict in, one word out
    return Answer.YES if holds else Answer.NO


def _prices(case: Case) -> str:
    low, high = case.content.price_min, case.content.price_max
    if low is None and high is None:
        return Answer.NOT_APPLICABLE
    if low is None or high is None:
        return Answer.YES
    return _said(high <= low * WIDEST_PRICE)


def _quantified(case: Case) -> str:
    details = case.content.details
    reason = details.no_indicator_reason if isinstance(details, NeedDetails) else ""
    has_number = any(indicator.is_quantified for indicator in case.content.indicators)
    return _said(has_number or len(reason) >= SHORTEST_REASON)


def _answerable(case: Case) -> str:
    if case.content.deadline is None:
        return Answer.NOT_APPLICABLE
    return _said(case.content.deadline >= case.today + SHORTEST_TERM)


def _ip_number(case: Case) -> str:
    rights = _offer(case).ip
    if not rights:
        return Answer.NOT_APPLICABLE
    return _said(all(patent_number_holds(right.number) for right in rights))


def _readiness(case: Case) -> str:
    claimed = case.content.trl_max or case.content.trl_min
    if claimed is None or claimed < EVIDENCE_FROM_TRL:
        return Answer.NOT_APPLICABLE
    return _said(any(row.level == claimed for row in _offer(case).trl_evidence))


def _plan_number(case: Case) -> str:
    if not is_state_funded(case.content):
        return Answer.NOT_APPLICABLE
    number = _offer(case).plan_number
    return _said(len(number) >= SHORTEST_PLAN_NUMBER and any(c.isdigit() for c in number))


def _security(case: Case) -> str:
    check = _offer(case).security_check
    if not is_state_funded(case.content) and not check.declared and not check.touches:
        return Answer.NOT_APPLICABLE
    return _said(check.declared and not check.touches)


def _measured(case: Case) -> str:
    rows = case.content.indicators
    if not rows:
        return Answer.NOT_APPLICABLE
    return _said(any(row.method or row.measured_by for row in rows))


def _qualified(case: Case) -> str:
    details = case.content.details
    is_testing = isinstance(details, ServiceDetails) and details.service_kind == "testing"
    # Whether what is written there is an accreditation only a person can tell.
    return "" if is_testing else Answer.NOT_APPLICABLE


def _priced(case: Case) -> str:
    details, content = case.content.details, case.content
    note = details.price_note if isinstance(details, ServiceDetails) else ""
    return _said(bool(note) or content.price_min is not None or content.price_max is not None)


def _offer(case: Case) -> OfferDetails:
    details = case.content.details
    return details if isinstance(details, OfferDetails) else OfferDetails()


_MACHINES: Mapping[str, Callable[[Case], str]] = {
    "identity": lambda case: _said(case.is_verified),
    "contact": lambda case: _said(case.has_contact),
    "prices": _prices,
    "quantified": _quantified,
    "answerable": _answerable,
    "ip_number": _ip_number,
    "readiness": _readiness,
    "plan_number": _plan_number,
    "security": _security,
    "measured": _measured,
    "qualified": _qualified,
    "priced": _priced,
}
