"""What everybody may read: the plain lists and the page of one listing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from yizhan.audit.queries import entries_of
from yizhan.kernel.actors import Actor
from yizhan.listings import permissions, queries, structured, tables
from yizhan.listings.messages import EVENTS, NEW_LABELS, PUBLIC_EVENTS, STEPS
from yizhan.listings.models import Listing
from yizhan.listings.stages import EDITABLE, FLOW, LIVE
from yizhan.listings.standard.marks import card_of, seen_content
from yizhan.listings.terms import FieldName, Kind, Visibility
from yizhan.listings.views.finding import found
from yizhan.listings.views.pairs import alike_context
from yizhan.listings.views.progress import progress_of
from yizhan.web.access import public
from yizhan.web.paging import page_number, page_of
from yizhan.web.panels import fill

PAGE_SIZE = 20


@require_safe
@public
def listing_list(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """Lead to the search page; where there is none, or `?plain=1` asks, list the newest."""
    search = _search_address(request, kind)
    if search and "plain" not in request.GET:
        return HttpResponseRedirect(search)
    rows = queries.listing_rows(actor=actor, kind=kind)
    page = page_of(rows, number=page_number(request), size=PAGE_SIZE, total=rows.count())
    at = now()
    items = [tables.item_of(queries.view_of(row, actor=actor), at=at) for row in page.rows]
    context = {
        "kind": Kind(kind),
        "new_label": NEW_LABELS[Kind(kind)],
        "new_url": reverse(f"listings:{kind}-new"),
        "items": items,
        "exports": export_links(f"listings.{kind}"),
        "page": page,
    }
    return TemplateResponse(request, "listings/list.html", context)


@require_safe
@public
def listing_detail(
    request: HttpRequest, actor: Actor, kind: str, listing_id: UUID
) -> HttpResponse:
    """Show one listing as far as the reader may read it, with the steps that are open."""
    listing = found(actor, listing_id, kind)
    context = {
        **page_context(listing, actor),
        **alike_context(listing, actor),
        "steps": _steps(listing, actor),
        "edit_url": _edit_url(listing, actor),
        "panels": fill(f"listings.{kind}", request, listing),
        "page_meta": structured.meta_of(listing),
    }
    return TemplateResponse(request, "listings/detail.html", context)


def page_context(listing: Listing, actor: Actor) -> dict[str, Any]:
    """Return what the page of a listing prints, whoever looks."""
    view = queries.view_of(listing, actor=actor)
    reads_all = permissions.reads_all(actor, listing)
    return {
        "view": view,
        "badge": tables.badge_of(view.kind, view.stage),
        "icon": tables.icon_of(view.organisation.kind),
        "price_label": tables.price_label(view.kind),
        "facts": tables.key_facts(view, localdate()),
        "indicators": tables.indicator_rows(view),
        "labels": {**tables.need_labels(view), "origin": tables.origin_rows(view)},
        "rights": tables.right_rows(view),
        "hidden": _hidden(view.kind, listing.visibility if reads_all else view.hidden),
        "reads_all": reads_all,
        "events": _events(listing, reads_all=reads_all),
        "freshness": _freshness(view),
        "reasons": _reasons(listing) if reads_all else [],
        "progress": progress_of(listing) if reads_all else None,
        "grade": card_of(seen_content(view)),
        "list_url": reverse(f"listings:{view.kind}-list"),
        "content_lang": "zh-CN" if view.language == "zh-hans" else "en",
    }


def export_links(code: str) -> list[tuple[str, str]]:
    """Return the three ways a list can be taken out."""
    return [
        (label, reverse("imports:export", args=[code, form]))
        for form, label in (("csv", "CSV"), ("xlsx", "XLSX"), ("jsonl", "JSON Lines"))
    ]


def _edit_url(listing: Listing, actor: Actor) -> str:
    if listing.stage not in EDITABLE or not permissions.is_owner(actor, listing):
        return ""
    return reverse(f"listings:{listing.kind}-edit", args=[listing.id])


def _steps(listing: Listing, actor: Actor) -> list[dict[str, Any]]:
    names = permissions.open_steps(actor, listing)
    if listing.is_open and permissions.is_owner(actor, listing):
        names = ["confirm", *names]
    shown = [name for name in names if FLOW.permission_of(name) == permissions.WRITE]
    return [
        {
            "name": name,
            "words": STEPS[name],
            "url": reverse(f"listings:{listing.kind}-{name}", args=[listing.id]),
        }
        for name in shown
    ]


def _hidden(kind: str, levels: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "label": tables.price_label(kind) if name == "price" else FieldName(name).label,
            "note": tables.HIDDEN_NOTES[Visibility(level)],
        }
        for name, level in levels.items()
        if level != Visibility.PUBLIC
    ]


def _events(listing: Listing, *, reads_all: bool) -> list[dict[str, Any]]:
    entries = entries_of(subject_id=listing.id, limit=40)
    return [
        {
            "title": EVENTS[entry.code],
            "at": entry.at,
            "text": "",
            "state": "minor" if entry.code == "listings.changed" else "",
        }
        for entry in entries
        if entry.code in EVENTS and (reads_all or entry.code in PUBLIC_EVENTS)
    ]


def _freshness(view: queries.ListingView) -> dict[str, Any] | None:
    if view.confirmed_at is None or view.stage not in LIVE:
        return None
    return tables.freshness_said(view, now())


def _reasons(listing: Listing) -> list[dict[str, Any]]:
    return [
        {"label": FieldName(name).label, "text": text}
        for name, text in listing.return_reasons.items()
        if name in FieldName.values
    ]


def _search_address(request: HttpRequest, kind: str) -> str:
    # The search page belongs to a context above; its name is all that is known of it here.
    try:
        address = reverse("matching:search")
    except NoReverseMatch:
        return ""
    asked = request.GET.copy()
    asked["kind"] = kind
    return f"{address}?{asked.urlencode()}"
