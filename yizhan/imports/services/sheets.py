"""Sheets that go back to people: refused rows with their reasons, and templates to fill in."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from yizhan.imports.models import RowProblem, Run
from yizhan.imports.rules.words import cleaned
from yizhan.imports.services.files import path_of
from yizhan.imports.sheets import Extra, csv_chunks, jsonl_chunks, read_rows, write_xlsx
from yizhan.imports.targets import find_preset, target_of
from yizhan.imports.terms import Kind, PresetColumn, Row, Target, TargetField
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


def preset_sheet(*, preset_code: str) -> Iterator[bytes]:
    """Return the example sheet of a known form: its headers, rows, what becomes of each."""
    target, preset = find_preset(preset_code)
    columns = [column.header for column in preset.columns]
    guide = [[_("表中的列"), _("对应字段"), _("说明")]]
    guide += [
        [column.header, home_of(column, target), str(column.note)] for column in preset.columns
    ]
    extras = [Extra(title=_("对照"), rows=guide)]
    return file_chunks(
        "xlsx", columns, iter(preset.rows), title=str(preset.label), extras=extras
    )


def home_of(column: PresetColumn, target: Target) -> str:
    """Name the field a column feeds, or the one that gathers what has none."""
    if column.field:
        return str(target.field(column.field).label)
    return next((str(field.label) for field in target.fields if field.gathers), "")


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
