"""The typed content of a listing: what a form, an import or another site may put into it.

These shapes are what the publication standard will be printed from. They check form, not
completeness: a draft may leave almost everything empty, `rules.against_submission` may not.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from django.db.models import TextChoices
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_after_validator_function

from yizhan.directory.terms import Field as TechnologyField
from yizhan.listings.terms import (
    Comparator,
    FundingSource,
    IpKind,
    IpStatus,
    IpWish,
    Kind,
    LicencePolicy,
    Mode,
    ServiceKind,
    Visibility,
)

# Control characters, lone surrogates, and the marks that reorder what a reader sees: a title
# must not say one thing and show another.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,12})?([eE][+-]?\d{1,2})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LARGEST_PRICE = Decimal("9999999999999.99")
# Between machines money is a text of plain digits in yuan.
MONEY = r"^\d{1,13}(\.\d{1,2})?$"


def clean_text(text: str) -> str:
    """Unify line ends and trim; refuse what a reader could not see or would be misled by."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _REFUSED.search(text):
        raise PydanticCustomError("listings.control_character", "control character")
    return text


def one_line(text: str) -> str:
    """Fold every run of white space, line ends included, into one space."""
    return " ".join(text.split())


def clean_number(text: str) -> str:
    """Return the number in plain digits: full-width forms and thousands marks unified."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace("−", "-").strip()
    if not _NUMBER.fullmatch(plain):
        raise PydanticCustomError("listings.not_a_number", "not a number")
    return plain.removeprefix("+")


def _none_as_empty(value: Any) -> Any:
    return "" if value is None else value


def _empty_as_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _day(value: Any) -> Any:
    # Left alone, pydantic would read 20261231 as seconds since 1970.
    if isinstance(value, str) and value.strip():
        if not _DAY.fullmatch(value.strip()):
            raise PydanticCustomError("listings.not_a_date", "not a date")
        return value.strip()
    if value is None or isinstance(value, (str, date)):
        return value or None
    raise PydanticCustomError("listings.not_a_date", "not a date")


def _price(value: Any) -> Any:
    if value is None or isinstance(value, Decimal):
        return value
    if not isinstance(value, (str, int)):
        raise PydanticCustomError("listings.not_a_number", "not a number")
    return Decimal(clean_number(str(value))) if str(value).strip() else None


def _in_range(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    if not value.is_finite() or not 0 <= value <= LARGEST_PRICE:
        raise PydanticCustomError("listings.price_out_of_range", "out of range")
    return value.quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class _OneOf:
    """An empty text or one of the codes; a schema names the codes."""

    choices: type[TextChoices]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "enum": list(self.choices.values)}

    def _checked(self, value: str) -> str:
        if value and value not in self.choices.values:
            raise PydanticCustomError("listings.unknown_value", "unknown value")
        return value


def _once(values: list[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


_Blank = BeforeValidator(_none_as_empty)
_Clean = AfterValidator(clean_text)
_Line = AfterValidator(one_line)
Word = Annotated[str, Field(max_length=40), _Clean, _Line]
Line = Annotated[str, Field(max_length=120), _Blank, _Clean, _Line]
Note = Annotated[str, Field(max_length=500), _Blank, _Clean]
Prose = Annotated[str, Field(max_length=4_000), _Blank, _Clean]
LongProse = Annotated[str, Field(max_length=10_000), _Blank, _Clean]
Number = Annotated[str, Field(max_length=32), _Clean, AfterValidator(clean_number)]
Price = Annotated[
    Decimal | None,
    BeforeValidator(_price),
    AfterValidator(_in_range),
    WithJsonSchema({"type": "string", "pattern": MONEY}),
]
Day = Annotated[date | None, BeforeValidator(_day)]
Trl = Annotated[Annotated[int, Field(ge=1, le=9)] | None, BeforeValidator(_empty_as_none)]


class Shape(BaseModel):
    """Base of all shapes: frozen, and closed against fields nobody defined."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Indicator(Shape):
    """One measurable property, wanted (need) or reached (offer); numbers are strings."""

    name: Annotated[str, Field(min_length=1, max_length=60), _Clean, _Line]
    comparator: Comparator = Comparator.EQ
    value: Annotated[str, Field(max_length=200), _Blank, _Clean, _Line] = ""
    value_max: Annotated[Number | None, BeforeValidator(_empty_as_none)] = None
    unit: Annotated[str, Field(max_length=30), _Blank, _Clean, _Line] = ""
    method: Line = ""
    measured_by: Line = ""
    measured_on: Day = None
    alternative: Line = ""

    @model_validator(mode="after")
    def _check_numbers(self) -> Self:
        if self.comparator == Comparator.TEXT:
            return self
        if not self.value:
            raise PydanticCustomError("listings.indicator_without_value", "no value")
        # Frozen for everybody else; here the number gets its one spelling.
        object.__setattr__(self, "value", clean_number(self.value))
        if self.comparator == Comparator.BETWEEN:
            if self.value_max is None:
                raise PydanticCustomError("listings.indicator_without_maximum", "no maximum")
            if Decimal(self.value_max) <= Decimal(self.value):
                raise PydanticCustomError("listings.indicator_order", "not in order")
        return self

    @property
    def is_quantified(self) -> bool:
        """Say whether a machine can compare it."""
        return self.comparator != Comparator.TEXT


class TrlEvidence(Shape):
    """What proves one level of technology readiness."""

    level: Annotated[int, Field(ge=1, le=9)]
    text: Annotated[str, Field(min_length=1, max_length=500), _Clean]


class Ip(Shape):
    """One right, as the owner states it."""

    kind: IpKind
    number: Annotated[str, Field(max_length=40), _Blank, _Clean, _Line] = ""
    status: IpStatus = IpStatus.GRANTED
    expires: Day = None
    owners: Annotated[str, Field(max_length=200), _Blank, _Clean, _Line] = ""


class SecurityCheck(Shape):
    """The owner's own statement about economic security, defence and state secrets."""

    declared: bool = False
    touches: bool = False
    declared_on: Day = None


class NeedDetails(Shape):
    """What only a need has."""

    tried: Prose = ""
    conditions: Prose = ""
    requirements: Prose = ""
    ip_wish: Annotated[str, _Blank, _OneOf(IpWish)] = ""
    region_preference: Annotated[list[Word], Field(max_length=10), AfterValidator(_once)] = []
    no_indicator_reason: Note = ""


class OfferDetails(Shape):
    """What only an offer has."""

    advantage: Prose = ""
    economics: Prose = ""
    trl_evidence: Annotated[list[TrlEvidence], Field(max_length=9)] = []
    ip: Annotated[list[Ip], Field(max_length=40)] = []
    funding_source: FundingSource = FundingSource.NONE
    plan_number: Annotated[str, Field(max_length=60), _Blank, _Clean, _Line] = ""
    security_check: SecurityCheck = SecurityCheck()
    prior_licences: Prose = ""
    licence_policy: LicencePolicy = LicencePolicy.NEGOTIATED
    owner_note: Line = ""


class ServiceDetails(Shape):
    """What only a service or facility has."""

    service_kind: Annotated[str, _Blank, _OneOf(ServiceKind)] = ""
    capacity: Prose = ""
    equipment: Prose = ""
    price_note: Note = ""
    turnaround: Line = ""
    region_note: Line = ""


Details = NeedDetails | OfferDetails | ServiceDetails
DETAILS: Mapping[str, type[Details]] = {
    Kind.NEED: NeedDetails,
    Kind.OFFER: OfferDetails,
    Kind.SERVICE: ServiceDetails,
}


class Common(Shape):
    """What needs, offers and services share."""

    title: Annotated[str, Field(max_length=120), _Blank, _Clean, _Line] = ""
    summary: LongProse = ""
    keywords: Annotated[list[Word], Field(max_length=20), AfterValidator(_once)] = []
    region: Annotated[str, Field(pattern=r"^(\d{6})?$")] = ""
    industry: Annotated[str, Field(pattern=r"^([A-T]\d{0,2})?$")] = ""
    fields: Annotated[list[TechnologyField], Field(max_length=20), AfterValidator(_once)] = []
    modes: Annotated[list[Mode], Field(max_length=30), AfterValidator(_once)] = []
    trl_min: Trl = None
    trl_max: Trl = None
    price_min: Price = None
    price_max: Price = None
    deadline: Day = None
    is_anonymous: bool = False
    language: Annotated[str, Field(pattern=r"^(zh-hans|en)$")] = "zh-hans"
    indicators: Annotated[list[Indicator], Field(max_length=40)] = []
    visibility: Annotated[dict[str, Visibility], Field(max_length=30)] = {}


class Content(Common):
    """Everything an author may write; `details` follows the kind."""

    kind: Kind
    details: Details

    @property
    def stored(self) -> dict[str, Any]:
        """Return the three JSON columns in the form they are stored."""
        plain = self.model_dump(mode="json", include={"indicators", "details", "visibility"})
        return dict(plain)
