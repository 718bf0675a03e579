"""A table read without being imported: how its columns were understood, and each row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from yizhan.imports.messages import SENTENCES, say
from yizhan.imports.rules import RowParser, proposed_plan
from yizhan.imports.sheets import inspect, read_rows
from yizhan.imports.targets import target_of
from yizhan.imports.terms import Target
from yizhan.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row: the values its target would take, and what stands against it, in words."""

    number: int
    values: Mapping[str, Any]
    problems: tuple[tuple[Refusal, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as it would be imported: `columns` pairs headers with fields."""

    kind: str
    total: int
    columns: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    rows: Iterator[TableRow]


def read_table(path: Path, *, target_code: str, most: int) -> Table:
    """Read up to `most` rows; refuse with imports' own reasons what is no table."""
    target = target_of(target_code)
    overview = inspect(path)
    plan = proposed_plan(target, overview.columns).plan
    parser = RowParser(target, plan)
    fed = {name for source in plan.sources for name in (source.column, *source.more)}

    def rows() -> Iterator[TableRow]:
        for row in islice(read_rows(path, overview.layout), most):
            parsed = parser.parse(row)
            found = list(parsed.refusals)
            values: Mapping[str, Any] = {}
            if target.values is not None and not found:
                values, against = target.values(parsed.row)
                found += against
            problems = tuple((refusal, words(refusal, target)) for refusal in found)
            yield TableRow(number=row.number, values=values, problems=problems)

    return Table(
        kind=overview.layout.kind,
        total=overview.rows,
        columns=tuple(
            (name, str(target.field(source.field).label))
            for source in plan.sources
            for name in (source.column, *source.more)
            if name
        ),
        left_out=tuple(name for name in overview.names if name not in fed),
        rows=rows(),
    )


def words(refusal: Refusal, target: Target | None = None) -> str:
    """Put a refusal into words: one of this context, or else one of the target's."""
    bare = Refusal(refusal.code, refusal.values)
    return say(bare) if target is None or refusal.code in SENTENCES else target.say(bare)
