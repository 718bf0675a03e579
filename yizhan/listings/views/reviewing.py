"""What the page of one review prints: the fields, the checklist, the clock, the steps."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from yizhan.directory.queries import own_ids
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal
from yizhan.listings import permissions, queries, rules, tables
from yizhan.listings.checklists import Edition, Item, edition_on
from yizhan.listings.details import Content
from yizhan.listings.messages import STEPS, sentence
from yizhan.listings.models import Listing, Review
from yizhan.listings.stages import Stage
from yizhan.listings.terms import Answer, FieldName
from yizhan.listings.views.comparing import said
from yizhan.listings.views.pages import page_context
from yizhan.listings.views.pairs import alike_context
from yizhan.web.panels import fill
from yizhan.web.wording import is_english

# Said together with their lower ends.
_LEFT_OUT = frozenset({"visibility", "language", "trl_max", "price_max"})
_NEVER_EMPTY = frozenset({"title", "summary", "indicators", "fields", "modes"})


def review_context(
    request: HttpRequest,
    actor: Actor,
    listing: Listing,
    *,
    given: Mapping[str, rules.Given],
    reasons: Mapping[str, str],
    refusals: Sequence[Refusal],
) -> dict[str, Any]:
    """Return everything the page prints; what was typed before a refusal stays."""
    content = queries.content_of(listing)
    edition = edition_on(localdate())
    machine = queries.proposals_for(listing, actor=actor, edition=edition, at=now())
    review = queries.review_of(listing)
    items = edition.items_for(listing.kind)
    if refusals:
        reasons = rules.with_mending(items, given, reasons, in_english=is_english())
    said_of = {refusal.place: sentence(refusal) for refusal in refusals}
    rows = [_item(item, machine, given, said_of) for item in items]
    placed = {f"{part}_{item.code}" for item in items for part in ("answer", "note")}
    return {
        **page_context(listing, actor),
        **alike_context(listing, actor),
        "listing": listing,
        "fields": shown_fields(content, listing, reasons),
        "items": rows,
        "edition": edition,
        "against": _against(content, listing),
        "refused": _unplaced(refusals, placed),
        "is_own": listing.organisation_id in own_ids(actor),
        "is_second": listing.stage == Stage.PROPOSED,
        "first": _first(listing) if listing.stage == Stage.PROPOSED else None,
        "clock": _clock(review, actor),
        "buttons": _buttons(actor, listing),
        "compared_url": _compared_url(listing),
        "panels": fill("listings.review", request, listing),
        "has_errors": bool(refusals),
    }


def _unplaced(refusals: Sequence[Refusal], placed: set[str]) -> list[str]:
    """Say once how many answers are open, and everything else in full."""
    found = [sentence(refusal) for refusal in refusals if refusal.place not in placed]
    count = sum(refusal.place in placed for refusal in refusals)
    if count:
        found.append(_("审核清单还有 %(count)s 处需要处理。") % {"count": count})
    return list(dict.fromkeys(found))


def _item(
    item: Item,
    machine: Mapping[str, str],
    given: Mapping[str, rules.Given],
    said_of: Mapping[str, str],
) -> dict[str, Any]:
    answered = given.get(item.code, rules.Given(answer=machine.get(item.code, "")))
    proposed = machine.get(item.code, "")
    problem = said_of.get(f"answer_{item.code}") or said_of.get(f"note_{item.code}", "")
    return {
        "code": item.code,
        "question": item.question_en if is_english() else item.question,
        "reference": item.reference_en if is_english() else item.reference,
        "is_doubtful": item.confidence == "needs_review",
        "is_required": item.required,
        "proposed": Answer(proposed).label if proposed else "",
        "proposed_tone": "bad" if proposed == Answer.NO else "ok",
        "choices": [
            {"value": value, "label": label, "is_chosen": value == answered.answer}
            for value, label in Answer.choices
        ],
        "note": answered.note,
        "problem": problem,
        "opens": bool(answered.note or proposed == Answer.NO or f"note_{item.code}" in said_of),
    }


def shown_fields(
    content: Content, listing: Listing, reasons: Mapping[str, str] = MappingProxyType({})
) -> list[dict[str, Any]]:
    """Return the fields in the order of the standard, empty ones only where that says much."""
    held = queries.flat(content)
    rows = [
        {
            "name": name,
            "label": tables.price_label(content.kind) if name == "price_min" else label,
            "value": _value(name, held),
            "level": content.visibility.get(name.replace("price_min", "price"), ""),
            "reason": reasons.get(name, ""),
        }
        for name, label in FieldName.choices
        if name in held and name not in _LEFT_OUT
    ]
    shown = [
        row
        for row in rows
        if row["value"] != "—" or row["name"] in _NEVER_EMPTY or row["reason"]
    ]
    house = {
        "name": FieldName.ORGANISATION.value,
        "label": FieldName.ORGANISATION.label,
        "value": str(listing.organisation),
        "level": "",
        "reason": reasons.get(FieldName.ORGANISATION, ""),
    }
    return [*shown, house]


def _value(name: str, held: Mapping[str, Any]) -> str:
    if name in {"trl_min", "price_min"}:
        low, high = said(name, held[name]), said(name, held[name.replace("min", "max")])
        return low if low == high else f"{low} – {high}"
    return said(name, held[name])


def _against(content: Content, listing: Listing) -> list[str]:
    """Say what the rules have against it today, before anybody answers anything."""
    against = rules.against_publication(
        content,
        today=localdate(),
        organisation_name=listing.organisation.name,
        is_barred=bool(queries.barred_ids([listing.organisation_id])),
    )
    return [sentence(refusal) for refusal in against]


def _first(listing: Listing) -> dict[str, Any] | None:
    """Say who proposed it and what was answered, for the second pair of eyes."""
    decision = next((d for d in queries.decisions_of(listing) if d.verdict == "proposed"), None)
    if decision is None:
        return None
    notes = [row for row in decision.answers if row["note"]]
    return {"office": decision.office_name, "at": decision.at, "notes": notes}


def _clock(review: Review | None, actor: Actor) -> dict[str, Any] | None:
    if review is None:
        return None
    me: UUID = actor.person_id or actor.id
    return {
        "due_on": review.due_on,
        "badge": tables.due_badge(review.due_on, localdate()),
        "target": review.target,
        "number": review.submission.number,
        "holder": tables.holder_words(review, me=me, at=now()),
        "is_mine": review.holder_id == me,
        "until": review.held_until,
    }


def _buttons(actor: Actor, listing: Listing) -> list[dict[str, Any]]:
    steps = permissions.open_steps(actor, listing)
    return [
        {
            "name": name,
            "words": STEPS[name],
            "url": reverse(f"listings:review-{name}", args=[listing.id]),
        }
        for name in steps
        if name in {"publish", "propose", "countersign", "return"}
    ]


def _compared_url(listing: Listing) -> str:
    """Lead to what changed since the last time, if there was one."""
    has_more = len(queries.submissions_of(listing)) > 1
    return reverse("listings:versions", args=[listing.id]) if has_more else ""


def questions_of(edition: Edition | None) -> dict[str, str]:
    """Return the questions of an edition by their codes, in the reader's language."""
    if edition is None:
        return {}
    return {
        item.code: item.question_en if is_english() else item.question for item in edition.items
    }
