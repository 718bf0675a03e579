"""What a person was told."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from yizhan.inbox import queries, services, tables
from yizhan.inbox.models import Notice
from yizhan.inbox.words import local
from yizhan.kernel.actors import Actor
from yizhan.web.access import SIGNED_IN, requires
from yizhan.web.paging import page_number, page_of

PAGE_SIZE = 30


@require_safe
@requires(SIGNED_IN)
def notice_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the notices, the unread ones first, by topic where one is chosen."""
    counts = queries.counts_by_topic(actor)
    asked = request.GET.get("topic", "")
    topic = asked if asked in counts else ""
    is_unread = request.GET.get("unread") == "1"
    held = counts.values() if not topic else [counts[topic]]
    rows = queries.unread_first(queries.notices(actor, topic=topic, is_unread=is_unread))
    total = sum(one[is_unread] for one in held)
    page = page_of(rows, number=page_number(request), size=PAGE_SIZE, total=total)
    context = {
        "page": page,
        "rows": tables.rows_of(page.rows),
        "tabs": tables.tabs_of(counts, topic),
        "topic": topic,
        "is_unread": is_unread,
        "unread": sum(one[1] for one in held),
    }
    return TemplateResponse(request, "inbox/list.html", context)


@require_safe
@requires(SIGNED_IN)
def notice_open(_request: HttpRequest, actor: Actor, notice_id: UUID) -> HttpResponse:
    """Go to what a notice is about; it counts as read from then on."""
    return redirect(local(_read(actor, notice_id).url) or "inbox:list")


@require_POST
@requires(SIGNED_IN)
def notice_read(_request: HttpRequest, actor: Actor, notice_id: UUID) -> HttpResponse:
    """Mark one notice read."""
    _read(actor, notice_id)
    return redirect("inbox:list")


@require_POST
@requires(SIGNED_IN)
def read_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Mark all notices read, or those of one topic."""
    topic = request.POST.get("topic", "")[:80]
    count = services.mark_all_read(actor=actor, topic=topic, at=now())
    said = ngettext("%(count)s 条已标为已读。", "%(count)s 条已标为已读。", count)
    messages.success(request, said % {"count": count})
    return redirect("inbox:list")


def _read(actor: Actor, notice_id: UUID) -> Notice:
    try:
        return services.mark_read(actor=actor, notice_id=notice_id, at=now())
    except Notice.DoesNotExist as missing:
        raise Http404 from missing
