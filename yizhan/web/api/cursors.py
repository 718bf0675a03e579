"""Pages of a long list by cursor: as fast at the millionth row as at the first.

A cursor is signed together with what was asked, so it fits only the question it came from.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.core import signing
from django.db.models import Model, Q, QuerySet
from pydantic import Field

from yizhan.web.api.problems import Problematic
from yizhan.web.api.types import Asked

_SALT: Final = "yizhan.api.cursor"
LARGEST: Final = 100


class Paged(Asked):
    """Base of every query that is answered in pages."""

    limit: int = Field(20, ge=1, le=LARGEST, description="Rows of one page.")
    cursor: str = Field(
        "",
        max_length=500,
        pattern=r"^[A-Za-z0-9_.:\-]*$",
        description="The `next` of the page before; leave out for the first page.",
    )

    @property
    def question(self) -> str:
        """Say what was asked apart from the place in the list."""
        return self.model_dump_json(exclude={"limit", "cursor"})


def cut(
    rows: QuerySet[Any], *, asked: Paged, order: Sequence[str], where: str
) -> tuple[list[Any], str | None]:
    """Return one page of rows and the cursor of the next, None at the end.

    `order` names columns that are never empty, the last of them unique, "-" for descending;
    `where` names the list, so that a cursor of another list does not fit.
    """
    if asked.cursor:
        rows = rows.filter(_after(order, read_cursor(asked, where=where)))
    found = list(rows.order_by(*order)[: asked.limit + 1])
    page = found[: asked.limit]
    if len(found) <= asked.limit:
        return page, None
    return page, make_cursor([_value(page[-1], name) for name in order], asked, where=where)


def make_cursor(values: Sequence[Any], asked: Paged, *, where: str) -> str:
    """Return the cursor that stands right behind these values."""
    plain = [_written(value) for value in values]
    return signing.dumps([plain, asked.question], salt=f"{_SALT}.{where}", compress=True)


def read_cursor(asked: Paged, *, where: str) -> list[Any]:
    """Return the values a cursor stands behind; refuse one that is not ours or not for this."""
    try:
        plain, question = signing.loads(asked.cursor, salt=f"{_SALT}.{where}")
    except signing.BadSignature:
        raise Problematic(422, "api.cursor_invalid") from None
    if question != asked.question:
        raise Problematic(422, "api.cursor_invalid")
    return [_read(value) for value in plain]


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    found, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        column = name.removeprefix("-")
        comparison = "lt" if name.startswith("-") else "gt"
        found |= equal & Q(**{f"{column}__{comparison}": value})
        equal &= Q(**{column: value})
    return found


def _value(row: Model, name: str) -> Any:
    return getattr(row, name.removeprefix("-"))


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.astimezone(UTC).isoformat()}
    return value if isinstance(value, (int, str)) else str(value)


def _read(value: Any) -> Any:
    return datetime.fromisoformat(value["t"]) if isinstance(value, dict) else value
