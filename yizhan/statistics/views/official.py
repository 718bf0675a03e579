"""Official tables: the list, one edition, publishing and revising."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.statistics import queries, services, wording
from yizhan.statistics.messages import say
from yizhan.statistics.models import PublishedTable
from yizhan.statistics.official import changes_of, grid_of
from yizhan.statistics.queries.official import moved_since, published_tables, table_for
from yizhan.statistics.terms import OPEN_AXES, PUBLISH
from yizhan.web.access import public, requires
from yizhan.web.paging import page_number, page_of

_PAGE = 50


@require_safe
@public
def table_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List every edition of every official table."""
    rows = published_tables()
    return TemplateResponse(
        request,
        "statistics/tables.html",
        {
            "page": page_of(rows, number=page_number(request), size=_PAGE, total=rows.count()),
            "may_publish": queries.may_publish(actor),
            "years": queries.years_counted(),
            "axes": [(axis.value, wording.axis_name(axis)) for axis in OPEN_AXES],
        },
    )


@require_safe
@public
def table_detail(request: HttpRequest, actor: Actor, table_id: UUID) -> HttpResponse:
    """Show one edition with its cut-off, hash, and what has moved since."""
    return TemplateResponse(request, "statistics/table.html", _printed(actor, _found(table_id)))


@require_POST
@requires(PUBLISH)
def publish(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Publish a first edition."""
    year = request.POST.get("year", "")
    try:
        table = services.publish_table(
            actor=actor,
            year=int(year) if year.isdecimal() and len(year) == 4 else 0,
            axis=request.POST.get("axis", "")[:8],
            at=now(),
        )
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, say(refusal))
        return redirect("statistics:tables")
    messages.success(request, _("已发布，截止时间和散列已固定。"))
    return redirect("statistics:table", table_id=table.id)


@require_POST
@requires(PUBLISH)
def revise(request: HttpRequest, actor: Actor, table_id: UUID) -> HttpResponse:
    """Publish a new edition."""
    old = _found(table_id)
    reason = request.POST.get("reason", "")[:2_000].replace("\x00", "")
    try:
        table = services.revise_table(actor=actor, table_id=old.id, reason=reason, at=now())
    except Refused as refused:
        context = _printed(actor, old) | {
            "refusals": [say(refusal) for refusal in refused.refusals],
            "reason": reason,
        }
        return TemplateResponse(request, "statistics/table.html", context, status=422)
    messages.success(request, _("修订版已发布，差异已列出。"))
    return redirect("statistics:table", table_id=table.id)


def _found(table_id: UUID) -> PublishedTable:
    try:
        return table_for(table_id)
    except PublishedTable.DoesNotExist as error:
        raise Http404 from error


def _printed(actor: Actor, table: PublishedTable) -> dict[str, object]:
    newer = getattr(table, "revision", None)
    return {
        "table": table,
        "name": wording.axis_name(table.axis),
        "grid": grid_of(table.axis, table.content),
        "changes": changes_of(table.axis, table.changes),
        "newer": newer,
        "moved": moved_since(table).contracts,
        "may_revise": queries.may_publish(actor) and newer is None,
    }
