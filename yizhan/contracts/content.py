"""The typed content of a contract: what a form, an import or a machine may put into it.

The shapes check form, not completeness: a draft may leave almost everything empty,
`rules.against_submission` may not.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any
from uuid import UUID

from django.db.models import TextChoices
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from yizhan.contracts.terms import (
    CHINA,
    COUNTRIES,
    CostKind,
    IpStatus,
    IpType,
    Kind,
    Nature,
    Objective,
    Payment,
    PlanSource,
    Screening,
    Side,
    SubKind,
)
from yizhan.directory.terms import Field as TechnologyField
from yizhan.kernel.codes import normal_code
from yizhan.kernel.refusals import Refusal, Refused

# Marks nobody sees, and those that reorder what is read.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
LARGEST = Decimal("9999999999999.99")
MOST_ROWS = 60
EARLIEST = date(1985, 1, 1)


def _text(value: Any) -> Any:
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _UNSEEN.search(text):
        raise PydanticCustomError("contracts.control_character", "control character")
    return text


def _code(value: Any) -> Any:
    return normal_code(value) if isinstance(value, str) else value or ""


def _day(value: Any) -> Any:
    # Left alone, pydantic would read 20261231 as seconds since 1970.
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str) and not _DAY.fullmatch(value.strip()):
        raise PydanticCustomError("contracts.not_a_date", "not a date")
    return value.strip() if isinstance(value, str) else value


def _number(value: Any) -> Decimal | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise PydanticCustomError("contracts.not_a_number", "not a number")
    plain = unicodedata.normalize("NFKC", str(value)).replace(",", "").strip()
    if isinstance(value, str) and not _PLAIN.fullmatch(plain):
        raise PydanticCustomError("contracts.not_a_number", "not a number")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise PydanticCustomError("contracts.not_a_number", "not a number") from None
    if not number.is_finite() or abs(number) > LARGEST:
        raise PydanticCustomError("contracts.amount_out_of_range", "out of range")
    return number


def _yuan(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    if value < 0:
        raise PydanticCustomError("contracts.amount_out_of_range", "below zero")
    if value != value.quantize(Decimal("0.01")):
        raise PydanticCustomError("contracts.amount_too_fine", "finer than a fen")
    return value.quantize(Decimal("0.01"))


def _below(most: int) -> AfterValidator:
    """Refuse what its column has no digits for."""

    def check(value: Decimal | None) -> Decimal | None:
        if value is not None and not 0 <= value < most:
            raise PydanticCustomError("contracts.amount_out_of_range", "out of range")
        return value

    return AfterValidator(check)


def _of(choices: type[TextChoices] | Mapping[str, Any]) -> AfterValidator:
    known = choices if isinstance(choices, Mapping) else set(choices.values)

    def check(value: str) -> str:
        if value and value not in known:
            raise PydanticCustomError("contracts.unknown_value", "unknown value")
        return value

    return AfterValidator(check)


_Text = BeforeValidator(_text)
Short = Annotated[str, _Text, Field(max_length=60)]
Line = Annotated[str, _Text, Field(max_length=200)]
Note = Annotated[str, _Text, Field(max_length=500)]
Prose = Annotated[str, _Text, Field(max_length=4_000)]
Yuan = Annotated[Decimal | None, BeforeValidator(_number), AfterValidator(_yuan)]
Amount = Annotated[Decimal, BeforeValidator(lambda v: _number(v) or 0), AfterValidator(_yuan)]
Day = Annotated[date | None, BeforeValidator(_day)]
Truth = Annotated[bool, BeforeValidator(lambda value: False if value is None else value)]
Id = Annotated[UUID | None, BeforeValidator(lambda value: value or None)]


class Shape(BaseModel):
    """Base of all shapes: frozen, and closed against fields nobody defined."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PartyItem(Shape):
    """One party."""

    side: Annotated[str, _of(Side), Field(min_length=1)]
    name: Line = ""
    uscc: Annotated[str, BeforeValidator(_code), Field(max_length=18)] = ""
    country: Annotated[str, BeforeValidator(lambda v: v or CHINA), _of(COUNTRIES)] = CHINA
    region: Annotated[str, _Text, Field(max_length=6)] = ""
    nature: Annotated[str, _Text, _of(Nature)] = ""
    legal_representative: Short = ""
    address: Line = ""
    contact: Short = ""
    phone: Annotated[str, _Text, Field(max_length=40)] = ""

    @property
    def is_foreign(self) -> bool:
        """Say whether the party sits abroad."""
        return self.country != CHINA

    @property
    def key(self) -> str:
        """Name the party as others would: by its code, else by its folded name."""
        return self.uscc or folded(self.name)


class LineItem(Shape):
    """One part of the content."""

    kind: Annotated[str, _Text, _of(Kind)] = ""
    subkind: Annotated[str, _Text, _of(SubKind)] = ""
    description: Note = ""
    amount: Amount = Decimal(0)


class CostItem(Shape):
    """One cost that may not be technology; within reason it is claimed to stay in."""

    kind: Annotated[str, _Text, _of(CostKind)] = ""
    description: Note = ""
    quantity: Annotated[
        Decimal, BeforeValidator(lambda v: _number(v) or Decimal(1)), _below(10**9)
    ] = Decimal(1)
    unit: Annotated[str, _Text, Field(max_length=20)] = ""
    amount: Amount = Decimal(0)
    is_within_reason: Truth = False
    claimed_reason: Note = ""


class IpItem(Shape):
    """One right."""

    type: Annotated[str, _Text, _of(IpType)] = ""
    number: Short = ""
    title: Line = ""
    granted_on: Day = None
    expires_on: Day = None
    status: Annotated[str, _Text, _of(IpStatus)] = ""


class Answers(Shape):
    """What the filer says about borders; `list` is where the technology stands."""

    list: Annotated[str, _Text, _of(Screening)] = ""
    licence_number: Short = ""
    approval_number: Short = ""


class Content(Shape):
    """Everything the filer says about a contract."""

    title: Line = ""
    kind: Annotated[str, _Text, _of(Kind)] = ""
    subkind: Annotated[str, _Text, _of(SubKind)] = ""
    field: Annotated[str, _Text, _of(TechnologyField)] = ""
    ip_type: Annotated[str, _Text, _of(IpType)] = ""
    plan_source: Annotated[str, _Text, _of(PlanSource)] = ""
    plan_reference: Short = ""
    objective: Annotated[str, _Text, _of(Objective)] = ""
    industry: Annotated[str, _Text, Field(max_length=3)] = ""
    payment: Annotated[str, _Text, _of(Payment)] = ""
    signed_on: Day = None
    effective_from: Day = None
    effective_until: Day = None
    currency: Annotated[
        str, BeforeValidator(lambda v: v or "CNY"), Field(pattern="^[A-Z]{3}$")
    ] = "CNY"
    exchange_rate: Annotated[Decimal | None, BeforeValidator(_number), _below(999_999)] = None
    contract_value: Amount = Decimal(0)
    expected_investment: Yuan = None
    expected_output: Yuan = None
    is_related_party: Truth = False
    is_state_funded: Truth = False
    is_classified: Truth = False
    screening: Answers = Answers()
    office: Annotated[int | None, BeforeValidator(lambda value: value or None)] = None
    need: Id = None
    offer: Id = None
    case_id: Id = None
    lot_id: Id = None
    note: Prose = ""
    parties: Annotated[tuple[PartyItem, ...], Field(max_length=MOST_ROWS)] = ()
    lines: Annotated[tuple[LineItem, ...], Field(max_length=MOST_ROWS)] = ()
    costs: Annotated[tuple[CostItem, ...], Field(max_length=MOST_ROWS)] = ()
    ip: Annotated[tuple[IpItem, ...], Field(max_length=MOST_ROWS)] = ()

    def side(self, side: str) -> tuple[PartyItem, ...]:
        """Return the parties of a side in the order given."""
        return tuple(party for party in self.parties if party.side == side)

    @property
    def claimed_amount(self) -> Decimal:
        """Return what the filer says is technology: the value less what it takes off itself."""
        off = sum((cost.amount for cost in self.costs if not cost.is_within_reason), Decimal(0))
        return self.contract_value - off

    @property
    def is_foreign(self) -> bool:
        """Say whether any party sits abroad."""
        return any(party.is_foreign for party in self.parties)


_CODES = {
    "string_too_long": "contracts.too_long",
    "string_too_short": "contracts.required",
    "too_long": "contracts.too_many",
    "missing": "contracts.required",
    "extra_forbidden": "contracts.unknown_field",
    "string_pattern_mismatch": "contracts.unknown_value",
    "int_parsing": "contracts.unknown_value",
    "uuid_parsing": "contracts.unknown_value",
    "date_parsing": "contracts.not_a_date",
    "date_type": "contracts.not_a_date",
    "date_from_datetime_parsing": "contracts.not_a_date",
    "date_from_datetime_inexact": "contracts.not_a_date",
    "string_unicode": "contracts.control_character",
}


def folded(text: str) -> str:
    """Fold a name so that two spellings of one are the same."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in plain if one.isalnum())


def parse_content(values: Mapping[str, Any]) -> Content:
    """Return the content, or refuse with all complaints at their fields at once."""
    try:
        return Content.model_validate(dict(values))
    except ValidationError as error:
        raise Refused(list(_refusals_of(error))) from None


def _refusals_of(error: ValidationError) -> Iterator[Refusal]:
    for item in error.errors(include_url=False, include_input=False):
        kind = item["type"]
        known = kind if kind.startswith("contracts.") else _CODES.get(kind, "contracts.invalid")
        limit = item.get("ctx", {}).get("max_length")
        values = {} if limit is None else {"limit": limit}
        yield Refusal(known, values, place=".".join(str(part) for part in item["loc"]))
