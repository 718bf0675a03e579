"""What happens to runs, for the audit trail and for other contexts."""

from dataclasses import dataclass
from typing import ClassVar

from yizhan.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportStarted(Fact):
    """Rows of a file begin to become objects."""

    code: ClassVar[str] = "imports.started"
    target: str
    file_sha256: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFinished(Fact):
    """Every row of the file has had its answer."""

    code: ClassVar[str] = "imports.finished"
    target: str
    file_sha256: str
    created: int
    updated: int
    unchanged: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportStopped(Fact):
    """Somebody stopped the run; what came in before stays in."""

    code: ClassVar[str] = "imports.stopped"
    target: str
    rows_done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFailed(Fact):
    """The run broke off; it can be continued where it stood."""

    code: ClassVar[str] = "imports.failed"
    target: str
    rows_done: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDeleted(Fact):
    """Somebody removed a run and the reasons it kept; what it brought in stays."""

    code: ClassVar[str] = "imports.deleted"
    target: str
    file_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported(Fact):
    """Somebody signed in took a list out."""

    code: ClassVar[str] = "imports.exported"
    export: str
    format: str
    filters: dict[str, list[str]]
