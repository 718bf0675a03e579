"""How a match looks: the card of one candidate, the legend over all of them."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yizhan.listings.tables import icon_of
from yizhan.listings.terms import Kind
from yizhan.matching.messages import PART_NAMES, explanation
from yizhan.matching.queries import Matches, Scored
from yizhan.matching.relevance.weights import PARTS, weights
from yizhan.web.wording import priced

UNFOLDED = 10
# Below this a candidate is listed but folded away: the parts agree on little.
LOW = Decimal(30)


def legend() -> list[dict[str, Any]]:
    """Name the parts with their weights, in the order of the bar."""
    chosen = weights()
    return [
        {"key": number, "name": PART_NAMES[key], "weight": chosen.parts[key]}
        for number, key in enumerate(PARTS, 1)
    ]


def cards(matches: Matches, *, need_id: str = "") -> dict[str, list[dict[str, Any]]]:
    """Lay out all candidates: those to read, and the weak ones that stay folded."""
    rows = [card(row, need_id=need_id) for row in matches.rows]
    shown = [row for row in rows if row["score"] >= LOW and row["rank"] <= UNFOLDED]
    return {"shown": shown, "folded": rows[len(shown) :]}


def card(row: Scored, *, need_id: str = "") -> dict[str, Any]:
    """Lay out one candidate for `parts/match.html`."""
    told = explanation(row.match)
    view = row.view
    quote = row.match.quote
    return {
        "rank": row.rank,
        "title": view.title,
        "url": view.url,
        "icon": icon_of(view.organisation.kind),
        "parties": _parties(row),
        "score": row.match.score,
        "parts": [_part(number, part) for number, part in enumerate(told["parts"], 1)],
        "terms": told["terms"],
        "quote": list(quote.pieces) if quote and quote.source == "text" else [],
        "quote_label": _quote_label(view.kind),
        "agree": [{**line, "facet": line["name"]} for line in told["agree"]],
        "is_open": row.rank == 1,
        "lang": "zh-CN" if view.language == "zh-hans" else "en",
        "kind": view.kind,
        "kind_name": view.kind_name,
        "offer_id": str(view.id),
        "need_id": need_id,
    }


def _quote_label(kind: str) -> str:
    if kind == Kind.NEED:
        return _("需求中与本成果相同的表述")
    return _("摘要中与本需求相同的表述")


def _part(number: int, part: dict[str, Any]) -> dict[str, Any]:
    return {**part, "key": number, "basis": "；".join(part["basis"])}


def _parties(row: Scored) -> list[str]:
    view = row.view
    money = ""
    if "price" not in view.hidden and (view.price_min or view.price_max):
        money = str(priced(view.price_min, view.price_max))
    modes = " / ".join(view.mode_names[:2])
    said = [view.organisation.name, view.place, view.trl, modes, money]
    if view.kind == Kind.SERVICE:
        said.insert(0, view.kind_name)
    return [part for part in said if part]
