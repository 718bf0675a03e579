"""Saved searches and the needs a person hears of."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.listings.tables import item_of
from yizhan.listings.terms import Kind
from yizhan.matching import queries, services
from yizhan.matching.messages import refusal_sentence
from yizhan.matching.models import Hit, SavedSearch
from yizhan.matching.rules import LONGEST_NAME
from yizhan.matching.searching.criteria import parse
from yizhan.matching.searching.describing import described
from yizhan.matching.terms import Pace
from yizhan.web.access import SIGNED_IN, requires
from yizhan.web.limits import limited
from yizhan.web.paging import page_number, page_of

PAGE_SIZE = 20


@require_safe
@requires(SIGNED_IN)
def subscription_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the saved searches, and the needs whose new matches the actor hears of."""
    context = {
        "rows": [_row(search) for search in queries.saved_searches(actor)],
        "needs": queries.needs_heard(actor),
        "paces": Pace.choices,
        "search_url": reverse("matching:search"),
    }
    return TemplateResponse(request, "matching/subscriptions.html", context)


@require_POST
@requires(SIGNED_IN)
@limited("subscribe", most=30)
def subscribe(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Save the search of the page that the button stood on."""
    criteria = parse(QueryDict(request.POST.get("criteria", "")[:2000]))
    words = [criteria.text, *described(criteria)]
    name = "，".join(word for word in words if word)[:LONGEST_NAME]
    save = partial(services.save_search, criteria=criteria, name=name)
    return _done(request, actor, save, _("已订阅。有新信息时告诉您。"))


@require_safe
@requires(SIGNED_IN)
def subscription(request: HttpRequest, actor: Actor, search_id: UUID) -> HttpResponse:
    """List what a saved search has found, and may still be seen."""
    search = _found(actor, search_id)
    page = page_of(queries.hits_of(search=search), number=page_number(request), size=PAGE_SIZE)
    views = queries.in_order([hit.listing_id for hit in _once(page.rows)])
    context = {
        "search": search,
        "row": _row(search),
        "page": page,
        "items": [item_of(view, level=2) for view in views if view.is_open],
    }
    return TemplateResponse(request, "matching/subscription.html", context)


@require_POST
@requires(SIGNED_IN)
def subscription_change(request: HttpRequest, actor: Actor, search_id: UUID) -> HttpResponse:
    """Change how often a search is told, pause it or take it up again."""
    search = _found(actor, search_id)
    asked = request.POST.get("paused", "")
    change = partial(
        services.change_search,
        search_id=search_id,
        pace=request.POST.get("pace", search.pace),
        is_paused=asked == "1" if asked else search.is_paused,
    )
    return _done(request, actor, change, _("已保存。"))


@require_POST
@requires(SIGNED_IN)
def subscription_remove(request: HttpRequest, actor: Actor, search_id: UUID) -> HttpResponse:
    """Remove a saved search."""
    _found(actor, search_id)
    remove = partial(services.remove_search, search_id=search_id)
    return _done(request, actor, remove, _("已移除订阅。"))


@require_POST
@requires("listings.read_own")
def need_mute(request: HttpRequest, actor: Actor, need_id: UUID) -> HttpResponse:
    """Turn new matches for a need off or on."""
    if need_id not in {heard.need.pk for heard in queries.needs_heard(actor)}:
        raise Http404
    is_muted = request.POST.get("muted") == "1"
    mute = partial(services.mute_need, need_id=need_id, is_muted=is_muted)
    return _done(request, actor, mute, _("已保存。"))


def _done(request: HttpRequest, actor: Actor, verb: Any, said: str) -> HttpResponse:
    try:
        verb(actor=actor, at=now())
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, refusal_sentence(refusal))
    else:
        messages.success(request, said)
    return redirect("matching:subscriptions")


def _found(actor: Actor, search_id: UUID) -> SavedSearch:
    try:
        return queries.saved_searches(actor).get(pk=search_id)
    except SavedSearch.DoesNotExist as missing:
        raise Http404 from missing


def _once(hits: Any) -> list[Hit]:
    """Leave out a listing found again after a change."""
    return list({hit.listing_id: hit for hit in hits}.values())


def _row(search: SavedSearch) -> dict[str, Any]:
    criteria = parse(QueryDict(search.criteria))
    return {
        "search": search,
        "kind": Kind(search.kind).label,
        "words": described(criteria),
        "url": f"{reverse('matching:search')}?{search.criteria}",
    }
