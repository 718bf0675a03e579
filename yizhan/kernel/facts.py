"""A fact is what happened: the audit trail keeps it and other contexts react to it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Base of every fact. `code` is stored for ever: rename a class, never a code."""

    code: ClassVar[str]
    personal: ClassVar[frozenset[str]] = frozenset()
    subject_id: UUID
    organisation_id: UUID | None = None
    region: str = ""

    @property
    def stream(self) -> str:
        """Name the hash chain the fact joins: one for each context unless overridden."""
        return self.code.partition(".")[0]


_COMMON = frozenset({"subject_id", "organisation_id", "region"})


def values_of(fact: Fact) -> dict[str, Any]:
    """Return the fact's own values in a form that JSON and a reader can hold."""
    return {key: _plain(value) for key, value in asdict(fact).items() if key not in _COMMON}


def _plain(value: Any) -> Any:
    if isinstance(value, (UUID, Decimal, date, datetime)):
        return str(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value
