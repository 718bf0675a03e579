"""Lists going out as CSV, XLSX or JSON Lines: what the page shows under the same filters."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_safe

from yizhan.imports.services import export_chunks
from yizhan.kernel.actors import Actor
from yizhan.listings.permissions import READ_OWN
from yizhan.web.access import public, requires

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
}
_CODES = {"need": "listings.need", "offer": "listings.offer", "service": "listings.service"}


@require_safe
@public
def public_export(request: HttpRequest, actor: Actor, kind: str, form: str) -> HttpResponse:
    """Take out the public list of a kind, each field as far as this reader may read it."""
    return _answer(request, actor, _CODES[kind], form)


@require_safe
@requires(READ_OWN)
def own_export(request: HttpRequest, actor: Actor, form: str) -> HttpResponse:
    """Take out what the actor's organisation has written."""
    return _answer(request, actor, "listings.mine", form)


def _answer(request: HttpRequest, actor: Actor, code: str, form: str) -> HttpResponse:
    if form not in _TYPES:
        raise Http404
    at = now()
    filters = {name: request.GET.getlist(name) for name in request.GET}
    chunks = export_chunks(actor=actor, code=code, form=form, filters=filters, at=at)
    name = f"{code.replace('.', '-')}-{localtime(at):%Y%m%d}.{form}"
    return StreamingHttpResponse(  # type: ignore[return-value]
        chunks,
        content_type=_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
