"""A small target of its own, and runs at every stage, built by the real services."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from yizhan.imports.models import Run
from yizhan.imports.queries import run_for
from yizhan.imports.rules import FieldSource, Plan
from yizhan.imports.services import (
    create_run,
    map_columns,
    perform_run,
    register_target,
    start_run,
)
from yizhan.imports.terms import (
    Choice,
    Column,
    Export,
    Kind,
    Looks,
    ParsedRow,
    Result,
    Row,
    RowOutcome,
    RunInfo,
    Target,
    TargetField,
)
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal

AT = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
ORGANISATION = UUID("00000000-0000-4000-8000-00000000000a")
TABLE = """
CREATE TABLE IF NOT EXISTS imports_test_thing (
    id uuid PRIMARY KEY, source_id text, name text NOT NULL, price numeric, mode text,
    written int NOT NULL DEFAULT 1
)
"""
CSV = (
    "编号,成果名称,报价（万元）,合作方式\n1,甲,50,委托开发\n2,乙,面议,技术转让\n3,丙,1.5,转让\n"
)


def clock() -> datetime:
    """Tell the time of every test."""
    return AT


def apply_things(
    rows: Sequence[ParsedRow], *, actor: Actor, at: datetime, run: RunInfo
) -> list[RowOutcome]:
    """Write rows into a table without a model; names with 坏 are refused, 炸 breaks."""
    outcomes, values = [], []
    for row in rows:
        name = str(row.values["name"])
        if "坏" in name:
            refusal = Refusal("things.bad_name", {"name": name}, "name")
            outcomes.append(
                RowOutcome(number=row.number, result=Result.REFUSED, refusals=(refusal,))
            )
            continue
        if "炸" in name:
            raise ValueError(name)
        subject = row.subject_id or uuid4()
        result = Result.UPDATED if row.subject_id else Result.CREATED
        values.append((subject, row.source_id, name, row.values.get("price"), "x"))
        outcomes.append(RowOutcome(number=row.number, result=result, subject_id=subject))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO imports_test_thing (id, source_id, name, price, mode)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
            " price = excluded.price, written = imports_test_thing.written + 1",
            values,
        )
    return outcomes


def say_thing(refusal: Refusal) -> str:
    """Put a refusal of the test target into words."""
    return f"名称“{refusal.values['name']}”不合要求"


THING = Target(
    code="things.thing",
    label="测试成果",
    help="测试用",
    permission="things.write",
    identity=("external_id",),
    apply=apply_things,
    say=say_thing,
    fields=(
        TargetField(code="external_id", label="编号", aliases=("id",), looks=Looks.UNIQUE),
        TargetField(
            code="name",
            label="名称",
            aliases=("成果名称", "title"),
            required=True,
            example="双相不锈钢低温渗氮",
            looks=Looks.SHORT_TEXT,
            max_length=200,
        ),
        TargetField(code="price", label="报价", kind=Kind.MONEY, aliases=("price",)),
        TargetField(
            code="mode",
            label="合作方式",
            kind=Kind.CHOICE,
            choices=(
                Choice(code="commissioned_development", label="委托开发"),
                Choice(code="assignment", label="技术转让", aliases=("转让",)),
            ),
        ),
        TargetField(code="summary", label="简介", aliases=("摘要",), looks=Looks.LONG_TEXT),
    ),
)


def make_table() -> None:
    """Create the table of the test target and register it."""
    register_target(THING)
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute("DELETE FROM imports_test_thing")


def drop_table() -> None:
    """Remove the table where a test is not rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE imports_test_thing")


def things() -> list[tuple[Any, ...]]:
    """Return what the target has written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source_id, name, price, written FROM imports_test_thing ORDER BY source_id"
        )
        return list(cursor.fetchall())


def make_actor(**values: Any) -> Actor:
    """Make somebody of an organisation who may import."""
    given: dict[str, Any] = {
        "id": UUID(int=7),
        "label": "某某大学 · 成员",
        "permissions": frozenset({"imports.run", "things.write"}),
        "organisation_id": ORGANISATION,
    }
    return Actor(**(given | values))


def make_run(
    text: str | bytes = CSV, *, actor: Actor | None = None, name: str = "表.csv"
) -> Run:
    """Upload a file."""
    data = text if isinstance(text, bytes) else text.encode()
    return create_run(
        actor=actor or make_actor(),
        target_code=THING.code,
        file_name=name,
        chunks=[data],
        at=AT,
    )


def make_plan(**columns: str) -> Plan:
    """Make a mapping from field to column."""
    return Plan(sources=tuple(FieldSource(field=f, column=c) for f, c in columns.items()))


def make_mapped_run(text: str | bytes = CSV, **values: Any) -> Run:
    """Upload a file and accept the guessed mapping."""
    run = make_run(text, **values)
    return map_columns(actor=make_actor(), run_id=run.id, plan=run.mapping, at=AT)


def make_started_run(text: str | bytes = CSV, **values: Any) -> Run:
    """Begin an import without doing it."""
    run = make_mapped_run(text, **values)
    return start_run(actor=make_actor(), run_id=run.id, at=AT, in_background=False)


def make_finished_run(text: str | bytes = CSV, **values: Any) -> Run:
    """Import a file."""
    run = make_started_run(text, **values)
    perform_run(run_id=run.id, clock=clock)
    return run_for(actor=make_actor(), run_id=run.id)


def counts(run: Run) -> tuple[int, int, int, int]:
    """Return created, updated, unchanged, refused."""
    return run.created, run.updated, run.unchanged, run.refused


def thing_rows(*, actor: Actor, filters: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    """Stream what the target has written."""
    wanted = filters.get("name", [])
    for source_id, name, price, _ in things():
        if not wanted or name in wanted:
            yield {"id": source_id, "name": name, "price": str(price or "")}


THINGS = Export(
    code="things.thing",
    label="测试成果",
    columns=(Column(code="id", label="编号"), Column(code="name", label="=名称")),
    rows=thing_rows,
)
