"""Sheets that go back to people: refused rows with their reasons, and templates to fill in."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from yizhan.imports.models import RowProblem, Run
from yizhan.imports.rules.words import cleaned
from yizhan.imports.services.files import path_of
from yizhan.imports.sheets import Extra, csv_chunks, jsonl_chunks, read_rows, write_xlsx
from yizhan.imports.targets import target_of
from yizhan.imports.terms import Kind, Row, Target, TargetField
from yizhan.kernel.refusals import Refusal

_MOST_CHOICES = 500


Say = Callable[[Refusal], str]


def error_sheet(*, run: Run, form: str, say: Say) -> Iterator[bytes]:
    """Stream the refused rows as they stood in the file, with one column that says why."""
    column = _("错误")
    names = [*run.look.names, column]
    rows = _refused_rows(run, column, say)
    return file_chunks(form, names, rows, title=_("未导入的行"))


def template_sheet(*, target_code: str) -> Iterator[bytes]:
    """Return a workbook to fill in: headers, one example row, and the permitted values."""
    target = target_of(target_code)
    columns = [str(field.label) for field in target.fields]
    example = {str(field.label): field.example for field in target.fields}
    extras = [Extra(title=_("填写说明"), rows=list(_guide(target)))]
    return file_chunks("xlsx", columns, iter([example]), title=str(target.label), extras=extras)


def file_chunks(
    form: str,
    columns: list[str],
    rows: Iterator[Row],
    *,
    title: str,
    extras: Sequence[Extra] = (),
) -> Iterator[bytes]:
    """Stream rows in one of the three formats; a workbook is written to disk first."""
    if form == "csv":
        yield from csv_chunks(columns, rows)
    elif form == "jsonl":
        yield from jsonl_chunks(rows)
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sheet.xlsx"
            write_xlsx(path, columns, rows, title=title, extras=extras)
            with path.open("rb") as file:
                while data := file.read(1 << 16):
                    yield data


def _refused_rows(run: Run, column: str, say: Say) -> Iterator[Row]:
    problems = RowProblem.objects.filter(run=run).iterator(chunk_size=2000)
    problem = next(problems, None)
    for row in read_rows(path_of(run.file_sha256), run.layout):
        if problem is None:
            return
        if problem.number == row.number:
            reasons = [say(Refusal(**values)) for values in problem.refusals]
            yield {**row.values, column: "；".join(reasons)}
            problem = next(problems, None)


def _guide(target: Target) -> Iterator[list[str]]:
    yield [_("列名"), _("必填"), _("说明"), _("可填的值")]
    for field in target.fields:
        required = _("是") if field.required else ""
        yield [str(field.label), required, str(field.help), *_permitted(field)]


def _permitted(field: TargetField) -> list[str]:
    if field.kind not in {Kind.CHOICE, Kind.CHOICES}:
        return []
    return [cleaned(str(choice.label)) for choice in field.choice_list()][:_MOST_CHOICES]
