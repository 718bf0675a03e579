"""Whole files against the standard: JSON, JSON Lines, CSV, XLSX. Nothing is stored."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from yizhan.imports.tables import TableRow, read_table, words
from yizhan.kernel.refusals import Refused
from yizhan.listings.standard.problems import Level, Problem, pointer_of
from yizhan.listings.standard.reading import decoded, parsed
from yizhan.listings.standard.validating import judge_values, validate, validate_bytes
from yizhan.listings.terms import Kind

JSON, JSON_LINES = "json", "jsonl"
LARGEST_FILE = 10 * 1024 * 1024
MOST_RECORDS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One document or row of a file, and what was found in it."""

    number: int
    title: str
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Say whether it may be published; advice does not stand against that."""
        return all(problem.level == Level.ADVICE for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found in a file; `problems` concern the file as a whole."""

    form: str
    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    is_cut: bool = False
    sound: int = field(default=0)

    @property
    def is_sound(self) -> bool:
        """Say whether every record may be published."""
        return not self.problems and self.sound == len(self.records) > 0

    def as_json(self) -> dict[str, Any]:
        """Return plain values for machines."""
        return {
            "format": self.form,
            "records": len(self.records),
            "sound": self.sound,
            "cut": self.is_cut,
            "problems": [problem.as_json() for problem in self.problems],
            "left_out": list(self.left_out),
            "found": [
                {
                    "number": record.number,
                    "title": record.title,
                    "problems": [problem.as_json() for problem in record.problems],
                }
                for record in self.records
                if record.problems
            ],
        }


def check_bytes(raw: bytes, *, today: date, kind: str = "", most: int = MOST_RECORDS) -> Report:
    """Check a file by what its bytes are; a table needs the kind its rows are of."""
    if len(raw) > LARGEST_FILE:
        limit = Problem(
            level=Level.FORM,
            code="standard.too_large",
            values={"limit_kb": LARGEST_FILE // 1024},
        )
        return Report(form="", problems=(limit,))
    start = raw.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n")
    if start[:1] == b"{":
        return _objects(raw, today, kind, most)
    if start[:1] == b"[" or not start:
        return _array(raw, today, kind, most)
    return _table(raw, today, kind or Kind.NEED.value, most)


def _objects(raw: bytes, today: date, kind: str, most: int) -> Report:
    lines = [(number, line) for number, line in enumerate(raw.splitlines(), 1) if line.strip()]
    is_lines = len(lines) > 1 and lines[0][1].rstrip().endswith(b"}")
    if not is_lines:
        problems = validate_bytes(raw, today=today, kind=kind)
        record = Record(number=1, title=_title(raw), problems=tuple(problems))
        return _report(JSON, [record], is_cut=False)
    records = [
        Record(
            number=number,
            title=_title(line),
            problems=tuple(validate_bytes(line, today=today, kind=kind)),
        )
        for number, line in lines[:most]
    ]
    return _report(JSON_LINES, records, is_cut=len(lines) > most)


def _array(raw: bytes, today: date, kind: str, most: int) -> Report:
    text, problems = decoded(raw)
    if text is None:
        return Report(form=JSON, problems=tuple(problems))
    values, broken = parsed(text)
    if broken or not isinstance(values, list):
        found = [*problems, *([broken] if broken else [])]
        return Report(form=JSON, problems=tuple(found))
    records = [
        Record(
            number=number,
            title=_shown(value),
            problems=tuple(validate(value, today=today, kind=kind)),
        )
        for number, value in enumerate(islice(values, most), 1)
    ]
    report = _report(JSON, records, is_cut=len(values) > most)
    return report if not problems else Report(form=JSON, problems=tuple(problems))


def _table(raw: bytes, today: date, kind: str, most: int) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        path.write_bytes(raw)
        try:
            table = read_table(path, target_code=f"listings.{kind}", most=most)
            records = [_row(row, kind, today) for row in table.rows]
        except Refused as refused:
            problems = tuple(
                Problem(level=Level.FORM, code=one.code, said=words(one))
                for one in refused.refusals
            )
            return Report(form="", problems=problems)
    return _report(
        table.kind,
        records,
        is_cut=table.total > most,
        columns=table.columns,
        left_out=table.left_out,
    )


def _row(row: TableRow, kind: str, today: date) -> Record:
    problems: list[Problem] = [
        Problem(
            level=Level.FORM,
            code=refusal.code,
            pointer=pointer_of(refusal.place) if refusal.place else "",
            values=refusal.values,
            said=sentence,
        )
        for refusal, sentence in row.problems
    ]
    if not problems:
        problems = judge_values(kind, dict(row.values), today=today, organisation_name="")
    title = str(row.values.get("title") or "")
    return Record(number=row.number, title=title[:120], problems=tuple(problems))


def _report(
    form: str,
    records: Iterable[Record],
    *,
    is_cut: bool,
    columns: tuple[tuple[str, str], ...] = (),
    left_out: tuple[str, ...] = (),
) -> Report:
    held = tuple(records)
    return Report(
        form=form,
        records=held,
        is_cut=is_cut,
        columns=columns,
        left_out=left_out,
        sound=sum(_sound(held)),
    )


def _sound(records: Iterable[Record]) -> Iterator[bool]:
    for record in records:
        yield record.is_sound


def _title(raw: bytes) -> str:
    text, _problems = decoded(raw)
    value, _broken = parsed(text) if text else (None, None)
    return _shown(value)


def _shown(value: Any) -> str:
    title = value.get("title") if isinstance(value, dict) else ""
    return title[:120].encode("utf-8", "replace").decode() if isinstance(title, str) else ""
