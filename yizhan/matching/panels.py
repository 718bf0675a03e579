"""What matching hangs on the pages of listings; connected in wiring."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from yizhan.kernel.actors import anonymous
from yizhan.listings.queries import view_of
from yizhan.matching import queries, tables
from yizhan.web.panels import Panel
from yizhan.web.requests import actor_of

_ACTIONS = "matching/parts/actions.html"


def offers_for_need(request: HttpRequest, listing: Any) -> Mapping[str, Any] | None:
    """Give the scored offers and services of a need that is open."""
    if not listing.is_open:
        return None
    # Only what everybody may read is compared: nothing confidential shows in a score.
    need = view_of(listing, actor=anonymous())
    found = queries.matches_of_need(queries.need_view(need))
    actor = actor_of(request)
    is_party = listing.organisation_id == actor.organisation_id or actor.may("listings.review")
    return {
        "title": _("匹配"),
        "heading": _("匹配的成果与服务"),
        "found": found,
        "cards": tables.cards(found, need_id=str(listing.id)),
        "legend": tables.legend(),
        "milliseconds": round(sum(found.seconds.values()) * 1000),
        "actions": _ACTIONS if is_party and actor.may("matching.use") else "",
    }


def needs_for_offer(_request: HttpRequest, listing: Any) -> Mapping[str, Any] | None:
    """Give the open needs that an offer or a service may answer."""
    if not listing.is_open:
        return None
    found = queries.matches_of_offer(view_of(listing, actor=anonymous()))
    return {
        "title": _("匹配"),
        "heading": _("可能对接的需求"),
        "found": found,
        "cards": tables.cards(found),
        "legend": tables.legend(),
        "milliseconds": round(sum(found.seconds.values()) * 1000),
        "actions": "",
    }


NEED = Panel(name="matches", template="matching/panel.html", provide=offers_for_need, order=10)
OFFER = Panel(name="matches", template="matching/panel.html", provide=needs_for_offer, order=10)
