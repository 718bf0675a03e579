"""Files streamed to the reader: tables in the three forms every list goes out in."""

from collections.abc import Iterable
from datetime import datetime

from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime

TABLE_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
}


def known_form(form: str) -> str:
    """Return the form of a table, or answer 404 for one nobody writes."""
    if form not in TABLE_TYPES:
        raise Http404
    return form


def table_download(
    chunks: Iterable[bytes], *, name: str, form: str, at: datetime
) -> StreamingHttpResponse:
    """Stream a table as a download called after the list and the day."""
    return file_download(chunks, name=f"{name}-{localtime(at):%Y%m%d}", form=form)


def file_download(chunks: Iterable[bytes], *, name: str, form: str) -> StreamingHttpResponse:
    """Stream a table as a download; the name may be in any script."""
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    return StreamingHttpResponse(
        chunks,
        content_type=TABLE_TYPES[form],
        headers={"Content-Disposition": disposition or "attachment"},
    )
