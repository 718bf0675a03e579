"""How a match looks: the card of one candidate, the legend over all of them."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yizhan.directory.queries import find_industry, region_label
from yizhan.directory.terms import Field
from yizhan.listings.queries import ListingView, copies_of
from yizhan.listings.tables import icon_of
from yizhan.listings.terms import Kind, Mode
from yizhan.matching.messages import PART_NAMES, explanation
from yizhan.matching.queries import Matches, Scored
from yizhan.matching.relevance.reading import Hint, Reading
from yizhan.matching.relevance.scoring import figure_text
from yizhan.matching.relevance.weights import PARTS, weights
from yizhan.web.wording import full_day, is_english, listed, priced

UNFOLDED = 10
# Below this a candidate is listed but folded away: the parts agree on little.
LOW = Decimal(40)
LEAST = 3


def legend() -> list[dict[str, Any]]:
    """Name the parts with their weights, in the order of the bar."""
    chosen = weights()
    return [
        {"key": number, "name": PART_NAMES[key], "weight": chosen.parts[key]}
        for number, key in enumerate(PARTS, 1)
    ]


def cards(matches: Matches, *, need_id: str = "") -> dict[str, list[dict[str, Any]]]:
    """Lay out all candidates: those to read, and the weak ones that stay folded."""
    also = copies_of(row.view.id for row in matches.rows)
    rows = [card(row, need_id=need_id, also=also.get(row.view.id, ())) for row in matches.rows]
    shown = [row for row in rows[:UNFOLDED] if row["score"] >= LOW or row["rank"] <= LEAST]
    return {"shown": shown, "folded": rows[len(shown) :]}


def card(row: Scored, *, need_id: str = "", also: Sequence[ListingView] = ()) -> dict[str, Any]:
    """Lay out one candidate for `parts/match.html`."""
    told = explanation(row.match)
    view = row.view
    quote = row.match.quote
    return {
        "rank": row.rank,
        "title": view.title,
        "url": view.url,
        "icon": icon_of(view.organisation.kind),
        "parties": [*_parties(row), *remarks(view, also)],
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
        return _("本页中与该需求相同的表述")
    return _("原文中与本需求相同的表述")


def _part(number: int, part: dict[str, Any]) -> dict[str, Any]:
    return {**part, "key": number, "basis": _clauses(part["basis"])}


def _clauses(lines: Iterable[str]) -> str:
    return ("; " if is_english() else "；").join(lines)


def remarks(view: ListingView, also: Sequence[ListingView]) -> list[str]:
    """Say what a reader should know of a row beside its score."""
    said = []
    if view.demoted_at:
        said.append(_("久未确认，排位后移"))
    if also:
        names = listed(dict.fromkeys(copy.organisation.name for copy in also))
        said.append(_("另由%(names)s发布") % {"names": names})
    return said


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


def read_rows(read: Reading) -> list[dict[str, Any]]:
    """Lay out what was read from a text, each proposal with the words that led to it."""
    rows: list[tuple[Any, str, Iterable[str]]] = [
        (_("技术领域"), _named(read.fields, _field_name), _words(read.fields)),
        (_("行业"), _named(read.industries, _industry_name), _words(read.industries)),
        (_("合作方式"), _named(read.modes, _mode_name), _words(read.modes)),
        (_("提到的地区"), _named(read.regions, region_label), _words(read.regions)),
    ]
    if read.trl:
        span = sorted({read.trl.low, read.trl.high})
        rows.append((_("技术就绪度"), f"TRL {'–'.join(map(str, span))}", read.trl.words))
    if read.budget:
        said = str(priced(read.budget.low, read.budget.high))
        rows.append((_("预算"), said, read.budget.words))
    if read.deadline:
        rows.append((_("期限"), full_day(read.deadline.day), read.deadline.words))
    found = [
        {"label": label, "text": text, "words": _basis(words)} for label, text, words in rows
    ]
    shown = [row for row in found if row["text"]]
    figures = [figure_text(item) for item, _said in read.indicators]
    names = [item.name for item, _said in read.indicators]
    lines = [f"{name} {figure}".strip() for name, figure in zip(names, figures, strict=True)]
    if lines:
        shown.append({"label": _("指标"), "text": _clauses(lines), "words": ""})
    return shown


def _named(hints: Iterable[Hint], name: Callable[[str], str]) -> str:
    return listed(name(hint.value) for hint in hints)


def _words(hints: Iterable[Hint]) -> list[str]:
    return list(dict.fromkeys(word for hint in hints for word in hint.words))


def _basis(words: Iterable[str]) -> str:
    said = listed(list(words)[:6])
    return _("依据：%(words)s") % {"words": said} if said else ""


def _field_name(code: str) -> str:
    return str(Field(code).label)


def _mode_name(code: str) -> str:
    return str(Mode(code).label)


def _industry_name(code: str) -> str:
    row = find_industry(code)
    return row.label if row else ""
