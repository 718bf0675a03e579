"""What a contract of the past must satisfy before it may stand in the registry; plain Python.

The checks are those that still make sense: its office has decided long ago. What cannot be
true (a day before the law, a code with a wrong check digit, one party on both sides) is
refused with its reason; what was never asked then (nature, plan, objective) may be empty.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from yizhan.kernel.codes import FORMER_CODE_ENDS, is_former_code, is_uscc
from yizhan.kernel.refusals import Refusal

LARGEST = Decimal(1_000_000_000_000)
ASSIGNMENT, LICENCE = "assignment", "licence"
_NUMBER = re.compile(r"\d{14}(?:\d{2})?")
CHINA = "142"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastParty:
    """One party as its row names it; `region` is a code that exists, or empty."""

    name: str
    code: str = ""
    country: str = CHINA
    region: str = ""
    nature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastContract:
    """One row of the past. Days not given are None; amounts are yuan."""

    number: str
    title: str
    kind: str
    signed_on: date
    registered_on: date
    value: Decimal
    amount: Decimal
    seller: PastParty
    buyer: PastParty
    subkind: str = ""
    accepted_on: date | None = None
    effective_from: date | None = None
    effective_until: date | None = None
    field: str = ""
    ip_type: str = ""
    plan_source: str = ""
    objective: str = ""
    industry: str = ""
    payment: str = ""
    is_state_funded: bool = False
    source: str = ""
    external_id: str = ""

    @property
    def judged_on(self) -> date:
        """Return the day whose rules counted: that of acceptance, or else of registration."""
        return self.accepted_on or self.registered_on


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberParts:
    """What a number says: the year, the office's four digits and two, and the serial."""

    year: int
    prefix: str
    code: str
    serial: int


def parts_of(number: str) -> NumberParts:
    """Take a number of 14 or 16 digits apart; the short ones wrote the year with two."""
    short = len(number) == 14
    year, rest = (number[:2], number[2:]) if short else (number[:4], number[4:])
    century = 0 if not short else 1900 if int(year) >= 80 else 2000
    return NumberParts(
        year=century + int(year), prefix=rest[:4], code=rest[4:6], serial=int(rest[6:])
    )


def fitted(row: PastContract, *, licences: frozenset[str], has_licences: bool) -> PastContract:
    """Return the row with the kind of its time.

    A licence before 2021 was an assignment; since then an assignment whose sub-kind is a
    licence is one. `has_licences` says whether the kind existed on the day.
    """
    if row.kind == LICENCE and not has_licences:
        return replace(row, kind=ASSIGNMENT, subkind=row.subkind or "other_licence")
    if row.kind == ASSIGNMENT and has_licences and row.subkind in licences:
        return replace(row, kind=LICENCE)
    return row


def against(row: PastContract, *, today: date) -> Iterator[Refusal]:
    """Name everything that cannot be true, all at once."""
    if not _NUMBER.fullmatch(row.number):
        yield Refusal("contracts.past_number_malformed", {"number": row.number}, place="number")
    yield from _days(row, today)
    yield from _amounts(row)
    yield from _parties(row)


def _days(row: PastContract, today: date) -> Iterator[Refusal]:
    if row.registered_on > today:
        yield Refusal("contracts.past_not_yet", place="registered_on")
    if row.signed_on > row.registered_on:
        yield Refusal("contracts.past_signed_later", place="signed_on")
    if row.accepted_on is not None and row.accepted_on > row.registered_on:
        yield Refusal("contracts.past_accepted_later", place="accepted_on")
    begin, end = row.effective_from, row.effective_until
    if begin is not None and end is not None and end < begin:
        yield Refusal("contracts.past_ends_before_it_begins", place="effective_until")


def _amounts(row: PastContract) -> Iterator[Refusal]:
    if not 0 <= row.value <= LARGEST:
        yield Refusal("contracts.past_value_absurd", place="value")
    if not 0 <= row.amount <= row.value:
        yield Refusal("contracts.past_amount_above_value", place="amount")


def _parties(row: PastContract) -> Iterator[Refusal]:
    for side, party in (("seller", row.seller), ("buyer", row.buyer)):
        if party.code and party.country == CHINA:
            yield from _code(party.code, f"{side}_code", row.signed_on)
    same_code = row.seller.code and row.seller.code == row.buyer.code
    if same_code or row.seller.name == row.buyer.name:
        yield Refusal(
            "contracts.past_both_sides", {"name": row.seller.name}, place="buyer_name"
        )


def _code(code: str, place: str, day: date) -> Iterator[Refusal]:
    if is_uscc(code):
        return
    if not is_former_code(code):
        yield Refusal("contracts.past_code_invalid", {"code": code}, place=place)
    elif day >= FORMER_CODE_ENDS:
        yield Refusal("contracts.past_code_too_late", {"code": code}, place=place)


def repeated(rows: Sequence[PastContract]) -> Mapping[str, int]:
    """Return the numbers that several rows claim, and how many do."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.number] = counts.get(row.number, 0) + 1
    return {number: count for number, count in counts.items() if count > 1}
