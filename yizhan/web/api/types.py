"""The types that requests and answers of the API are made of."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import TextChoices
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

# No control characters but tab and line ends; pydantic itself refuses lone surrogates.
NO_CONTROLS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
MONEY = r"^(0|[1-9][0-9]{0,15})(\.[0-9]{1,2})?$"
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}")
MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$"


def text(most: int, *, least: int = 0) -> Any:
    """Return the type of a text of so many characters without control characters."""
    return Annotated[
        str, StringConstraints(min_length=least, max_length=most, pattern=NO_CONTROLS)
    ]


def codes_of(choices: type[TextChoices]) -> WithJsonSchema:
    """Write the codes of a list out wherever they are used, for `Annotated`.

    By name they would meet in the description: several contexts have a list called Kind.
    """
    return WithJsonSchema({"type": "string", "enum": list(map(str, choices.values))})


def _iso(value: Any) -> Any:
    # pydantic would take 0.5 for half a second after 1970.
    if isinstance(value, str) and _ISO.match(value):
        return value
    raise PydanticCustomError("api.not_a_moment", "not a moment")


def _bounded(value: datetime) -> datetime:
    # Before the platform and after everybody's life all moments are alike, and some of them
    # no database can hold in every zone.
    if value.year < _EARLIEST.year:
        return _EARLIEST
    return _LATEST if value.year > _LATEST.year else value.astimezone(UTC)


def _only_text(value: Any) -> Any:
    # A JSON number has passed through a float somewhere; only a string is an exact amount.
    if isinstance(value, (str, Decimal)):
        return value
    raise PydanticCustomError("api.money_is_text", "money is a string")


def _utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


Money = Annotated[
    Decimal,
    BeforeValidator(_only_text),
    Field(ge=0, max_digits=18, decimal_places=2),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": MONEY, "examples": ["1200000.00"]}),
]
Moment = Annotated[
    datetime,
    PlainSerializer(_utc, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": MOMENT}),
]


def _is_one_line(value: str) -> str:
    if "\n" in value or "\r" in value:
        raise PydanticCustomError("api.one_line", "one line")
    return value


AskedMoment = Annotated[AwareDatetime, BeforeValidator(_iso), AfterValidator(_bounded)]
Word = Annotated[
    str,
    StringConstraints(min_length=1, max_length=120, pattern=NO_CONTROLS),
    AfterValidator(_is_one_line),
]


class Asked(BaseModel):
    """Base of what a caller sends: closed against fields nobody defined."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Told(BaseModel):
    """Base of what the platform answers: closed too, so that the documentation is complete."""

    model_config = ConfigDict(extra="forbid", frozen=True)
