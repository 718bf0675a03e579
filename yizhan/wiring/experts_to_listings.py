"""A need's page shows who can be asked; a request may name a need its reader may see."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate

from yizhan.experts import queries, tables
from yizhan.experts.services import LinkedNeed, register_need_reader
from yizhan.kernel.actors import Actor, anonymous
from yizhan.listings.models import Listing
from yizhan.listings.queries import listing_for, view_of
from yizhan.listings.terms import Kind
from yizhan.web.panels import Panel, register
from yizhan.web.requests import actor_of

_ASK = "experts.ask"


def connect() -> None:
    """Hang the panel on the page of needs, and let requests read needs."""
    panel = Panel(name="experts", template="experts/panel_need.html", provide=asked, order=30)
    register(f"listings.{Kind.NEED}", panel)
    register_need_reader(read_need)


def asked(request: HttpRequest, listing: Any) -> dict[str, Any] | None:
    """Return the experts that fit what everybody may read of an open need, or nothing."""
    if not listing.is_open:
        return None
    view = view_of(listing, actor=anonymous())
    need = queries.NeedWords(
        words=tuple(view.keywords) or (view.title,),
        fields=tuple(listing.fields),
        industry=str(listing.industry_id or ""),
        region=str(view.region),
    )
    actor = actor_of(request)
    found = queries.experts_for_need(actor=actor, need=need, today=localdate())
    if not found:
        return None
    return {
        "rows": tables.suggestion_rows(found),
        "ask_url": reverse("experts:advice-new"),
        "need_id": str(listing.id),
        "may_ask": actor.is_anonymous or actor.may(_ASK),
    }


def read_need(actor: Actor, need_id: UUID) -> LinkedNeed | None:
    """Return title and address of a need as the actor may see it."""
    try:
        listing = listing_for(actor=actor, listing_id=need_id, kind=Kind.NEED)
    except Listing.DoesNotExist:
        return None
    return LinkedNeed(title=listing.title, url=listing.get_absolute_url())
