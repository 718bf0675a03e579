"""What can happen to official tables. Codes are stored for ever."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from yizhan.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePublished(Fact):
    """An official table was given out for the first time."""

    code: ClassVar[str] = "statistics.table_published"
    year: int
    axis: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRevised(Fact):
    """A new edition took the place of an official table."""

    code: ClassVar[str] = "statistics.table_revised"
    year: int
    axis: str
    edition: int
    revises: UUID
    reason: str
    digest: str
