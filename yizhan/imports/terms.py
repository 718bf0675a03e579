"""What a context above says to be imported into: targets, their fields, rows and outcomes.

    OFFERS = Target(
        code="listings.offer", label=_("科技成果"), permission="listings.write",
        identity=("external_id",), fields=(TargetField(...), ...), apply=..., say=sentence,
    )
    register_target(OFFERS)                      # yizhan.imports.services, from wiring

`apply` runs inside a transaction on up to 500 rows and answers one `RowOutcome` for each, in
order. A row whose `subject_id` is set was imported before: change that object, make no second
one. Rows that have not changed since never reach it. A dry run is the same call, rolled back.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal

# A label: a string, or one that is translated when it is shown.
Words = Any


class Kind(StrEnum):
    """What a field holds, and so what its text is parsed into."""

    TEXT = "text"  # str
    NUMBER = "number"  # Decimal
    MONEY = "money"  # Decimal in yuan; 万元 and 亿元 are understood
    DATE = "date"  # date
    BOOL = "bool"  # bool
    CHOICE = "choice"  # str, one of the codes
    CHOICES = "choices"  # tuple[str, ...] of codes
    LIST = "list"  # tuple[str, ...]
    INDICATORS = "indicators"  # tuple[Indicator, ...]


class Looks(StrEnum):
    """What the values of a field look like; a column that looks so is proposed for it."""

    ANY = ""
    ORGANISATION_CODE = "organisation_code"  # 统一社会信用代码
    PATENT_NUMBER = "patent_number"
    LONG_TEXT = "long_text"
    SHORT_TEXT = "short_text"
    UNIQUE = "unique"


class Edge(StrEnum):
    """Which end of a range such as 50–100 万元 a number field takes."""

    NONE = ""
    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One permitted value; its label is always understood, `aliases` as well."""

    code: str
    label: Words
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A quantified indicator as read from text: 硬度≥850HV, 成本 30–40 万元/吨.

    `comparator` is one of ge, le, gt, lt, eq, between, about, text; `text` is what was written.
    """

    name: str
    comparator: str
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    method: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetField:
    """One field of a target.

    `aliases` are headers people use, Chinese or English. `choices` may be a function when they
    are rows of a table. `looks` lets values speak for a column; `example` fills the template.
    """

    code: str
    label: Words
    kind: Kind = Kind.TEXT
    aliases: tuple[str, ...] = ()
    required: bool = False
    help: Words = ""
    example: str = ""
    choices: Sequence[Choice] | Callable[[], Sequence[Choice]] = ()
    looks: Looks = Looks.ANY
    edge: Edge = Edge.NONE
    max_length: int = 0
    # Takes in columns that have no field of their own, each as a line "header：value".
    gathers: bool = False

    def choice_list(self) -> Sequence[Choice]:
        """Return the permitted values of this moment."""
        return self.choices() if callable(self.choices) else self.choices


Value = str | Decimal | date | bool | tuple[str, ...] | tuple[Indicator, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRow:
    """One row for a target. A field that is not mapped is absent; an empty cell is None.

    `source_id` names the row within the target and the organisation; `subject_id` is the object
    made from it before, or None.
    """

    number: int
    source_id: str
    values: Mapping[str, Value]
    subject_id: UUID | None = None


class Result(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOutcome:
    """The answer of a target for one row; a refused row says why, `place` names the field."""

    number: int
    result: Result
    subject_id: UUID | None = None
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInfo:
    """Which run the rows belong to, for the target's own records."""

    id: UUID
    organisation_id: UUID | None
    file_name: str
    is_dry: bool


class Apply(Protocol):
    """Create and change objects from rows, inside the transaction of the caller."""

    def __call__(
        self, rows: Sequence[ParsedRow], *, actor: Actor, at: datetime, run: RunInfo
    ) -> Sequence[RowOutcome]:
        """Answer one outcome for each row, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetColumn:
    """One column of a known form: which field it feeds, what its own codes mean here, and why.

    Without a field it is kept as a line of the gathering field; `note` says so to the reader.
    """

    header: str
    field: str = ""
    translations: Mapping[str, str] = dataclasses.field(default_factory=dict)
    unit: str = ""
    note: Words = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A form that others prescribe, mapped once for everybody; `rows` are its example sheet."""

    code: str
    label: Words
    help: Words
    columns: tuple[PresetColumn, ...]
    rows: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Onward:
    """The next step after an import: its label, the name of its address, what follows `?`."""

    label: Words
    url_name: str
    query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something rows can become.

    `identity` names the fields that tell one source row from another; where they are empty or
    there are none, the content of the row is its identity. `say` words the target's refusals.
    """

    code: str
    label: Words
    fields: tuple[TargetField, ...]
    apply: Apply
    permission: str
    say: Callable[[Refusal], str]
    identity: tuple[str, ...] = ()
    help: Words = ""
    presets: tuple[Preset, ...] = ()
    # Where to go on with what came in.
    onward: Onward | None = None
    # What a row would become, without storing it.
    values: Callable[[ParsedRow], tuple[Mapping[str, Any], Sequence[Refusal]]] | None = None

    def field(self, code: str) -> TargetField:
        """Return one field by its code, or raise KeyError."""
        for field in self.fields:
            if field.code == code:
                return field
        raise KeyError(code)


Row = Mapping[str, str | list[str]]


class Rows(Protocol):
    """Stream the rows that the actor may see under the filters of the list page."""

    def __call__(self, *, actor: Actor, filters: Mapping[str, Sequence[str]]) -> Iterator[Row]:
        """Yield one mapping from column code to text, or list of texts, for each row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of an export: JSON Lines uses the code, sheets use the label."""

    code: str
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A list that can be taken out. `permission` "" lets everybody take what everybody sees."""

    code: str
    label: Words
    columns: tuple[Column, ...]
    rows: Rows
    permission: str = ""
