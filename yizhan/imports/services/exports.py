"""Lists going out: whatever the page shows under its filters, in three formats."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.core.exceptions import PermissionDenied

from yizhan.audit.services import record
from yizhan.imports.facts import Exported
from yizhan.imports.services.sheets import file_chunks
from yizhan.imports.sheets import FORMATS
from yizhan.imports.targets import export_of
from yizhan.imports.terms import Export, Row
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused

Filters = Mapping[str, Sequence[str]]


def export_chunks(
    *, actor: Actor, code: str, form: str, filters: Filters, at: datetime
) -> Iterator[bytes]:
    """Stream what the actor may see under the filters; who took it is a fact when signed in."""
    export = export_of(code)
    if form not in FORMATS:
        raise Refused([Refusal("imports.unknown_format", {"format": form})])
    if export.permission and not actor.may(export.permission):
        raise PermissionDenied
    if not actor.is_anonymous:
        fact = Exported(
            subject_id=actor.id,
            organisation_id=actor.organisation_id,
            export=code,
            format=form,
            filters=_storable(filters),
        )
        record(fact, actor=actor, at=at)
    rows = export.rows(actor=actor, filters=filters)
    if form == "jsonl":
        return file_chunks(form, [], rows, title="")
    columns = [str(column.label) for column in export.columns]
    return file_chunks(form, columns, _labelled(export, rows), title=str(export.label))


def export_file(
    *, actor: Actor, code: str, form: str, filters: Filters, at: datetime, path: Path
) -> int:
    """Write an export into a file and return its size."""
    chunks = export_chunks(actor=actor, code=code, form=form, filters=filters, at=at)
    with path.open("wb") as file:
        return sum(file.write(chunk) for chunk in chunks)


def _storable(filters: Filters) -> dict[str, list[str]]:
    """Leave out what no text in the database can hold."""
    return {
        key.replace("\x00", ""): [value.replace("\x00", "") for value in values]
        for key, values in filters.items()
    }


def _labelled(export: Export, rows: Iterator[Row]) -> Iterator[Row]:
    names = [(column.code, str(column.label)) for column in export.columns]
    for row in rows:
        yield {label: row.get(code, "") for code, label in names}
