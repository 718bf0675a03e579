"""What a search found, as a table to take away."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from yizhan.imports.services import export_chunks
from yizhan.kernel.actors import Actor
from yizhan.matching.exports import SEARCH
from yizhan.web.access import public
from yizhan.web.downloads import known_form, table_download
from yizhan.web.limits import limited


@require_safe
@public
@limited("export", most=20, method="GET")
def export(request: HttpRequest, actor: Actor, form: str) -> HttpResponseBase:
    """Take out everything the search found, each field as everybody may read it."""
    at = now()
    filters = {name: request.GET.getlist(name) for name in request.GET}
    chunks = export_chunks(
        actor=actor, code=SEARCH.code, form=known_form(form), filters=filters, at=at
    )
    return table_download(chunks, name="search", form=form, at=at)
