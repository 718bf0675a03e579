"""Listings that are alike: what the owner is asked, and what a reviewer settles."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.kernel.actors import Actor, anonymous
from yizhan.kernel.refusals import Refused
from yizhan.listings import permissions, queries, services, tables
from yizhan.listings.likeness.overlap import overlap
from yizhan.listings.messages import sentence
from yizhan.listings.models import Listing, Pair
from yizhan.listings.permissions import REVIEW
from yizhan.listings.stages import EDITABLE
from yizhan.listings.views.finding import found
from yizhan.web.access import SIGNED_IN, requires
from yizhan.web.paging import page_number, page_of

PAGE_SIZE = 30


@require_safe
@requires(REVIEW)
def pair_queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the undecided pairs within the reviewer's reach, nearest first."""
    pairs = queries.open_pairs(actor=actor)
    page = page_of(pairs, number=page_number(request), size=PAGE_SIZE, total=pairs.count())
    rows = [(pair, tables.alike_words(pair)) for pair in page.rows]
    return TemplateResponse(request, "listings/pairs.html", {"page": page, "rows": rows})


@require_safe
@requires(REVIEW)
def pair_detail(request: HttpRequest, actor: Actor, pair_id: UUID) -> HttpResponse:
    """Show two listings side by side, with what they share marked."""
    return _pair_page(request, _pair(actor, pair_id), ())


@require_POST
@requires(REVIEW)
def pair_decide(request: HttpRequest, actor: Actor, pair_id: UUID) -> HttpResponse:
    """Settle the pair: the same, with its origin, or different, with the reason."""
    pair = _pair(actor, pair_id)
    said = request.POST
    try:
        services.decide_pair(
            actor=actor,
            pair_id=pair.id,
            verdict=said.get("verdict", ""),
            origin_id=_uuid(said.get("origin", "")),
            why=said.get("why", "").replace("\x00", ""),
            at=now(),
        )
    except Refused as refused:
        told = [sentence(refusal) for refusal in refused.refusals]
        return _pair_page(request, pair, told)
    messages.success(request, _("已记录结论。"))
    return redirect("listings:pair-queue")


@require_POST
@requires(SIGNED_IN)
def pair_answer(
    request: HttpRequest, actor: Actor, listing_id: UUID, other_id: UUID
) -> HttpResponse:
    """Keep what the owner says of its listing and another that is alike."""
    listing = found(actor, listing_id)
    try:
        services.answer_pair(
            actor=actor,
            listing_id=listing.id,
            other_id=other_id,
            said=request.POST.get("said", ""),
            why=request.POST.get("why", "").replace("\x00", ""),
            at=now(),
        )
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, sentence(refusal))
    except Listing.DoesNotExist as error:
        raise Http404 from error
    else:
        messages.success(request, _("已记录您的说明，审核员会看到。"))
    return redirect(listing)


def alike_context(listing: Listing, actor: Actor) -> dict[str, Any]:
    """Return what the page of a listing says about others like it, as this reader may know."""
    is_house = permissions.reads_all(actor, listing)
    return {
        "alike": _alike(listing, actor) if is_house else [],
        "alike_unseen": queries.hidden_pairs(actor=actor, listing=listing) if is_house else 0,
        "origin": queries.origin_view(actor=actor, listing=listing),
        "also": queries.copies_of([listing.id]).get(listing.id, []),
    }


def _alike(listing: Listing, actor: Actor) -> list[dict[str, Any]]:
    is_owner = permissions.is_owner(actor, listing)
    known = queries.pairs_of(actor=actor, listing=listing)
    rows = [
        _row(pair, pair.second if pair.first_id == listing.id else pair.first) for pair in known
    ]
    told = {row["view"].id for row in rows}
    if is_owner and listing.stage in EDITABLE:
        # A draft is compared while it is looked at; nothing is kept before it is handed in.
        near = queries.near_for(actor=actor, listing=listing)
        rows += [_near_row(each) for each in near if each.listing.id not in told]
    for row in rows:
        row["may_answer"] = is_owner and not row["verdict"]
        row["may_decide"] = bool(row["pair_id"]) and permissions.is_reviewer(actor, listing)
    return rows


def _row(pair: Pair, other: Listing) -> dict[str, Any]:
    return {
        "pair_id": pair.id,
        "view": queries.view_of(other, actor=anonymous()),
        "words": tables.alike_words(pair),
        "said": Pair.Verdict(pair.said).label if pair.said else "",
        "said_why": pair.said_why,
        "verdict": Pair.Verdict(pair.verdict).label if pair.verdict else "",
    }


def _near_row(near: queries.Near) -> dict[str, Any]:
    return {
        "pair_id": None,
        "view": queries.view_of(near.listing, actor=anonymous()),
        "words": tables.measured_words(
            near.reason, near.measure.likeness, near.measure.containment
        ),
        "said": "",
        "said_why": "",
        "verdict": "",
    }


def _pair(actor: Actor, pair_id: UUID) -> Pair:
    try:
        return queries.pair_for(actor=actor, pair_id=pair_id)
    except Pair.DoesNotExist as error:
        raise Http404 from error


def _pair_page(request: HttpRequest, pair: Pair, told: Any) -> HttpResponse:
    nobody = anonymous()
    views = [queries.view_of(half, actor=nobody) for half in (pair.first, pair.second)]
    texts = overlap(views[0].text, views[1].text)
    halves = [
        {
            "view": view,
            "badge": tables.badge_of(view.kind, view.stage),
            "pieces": pieces,
            "is_copy_of": view.origin_id,
        }
        for view, pieces in zip(views, texts, strict=True)
    ]
    context = {
        "pair": pair,
        "halves": halves,
        "words": tables.alike_words(pair),
        "told": told,
        "said": Pair.Verdict(pair.said).label if pair.said else "",
        "verdict": Pair.Verdict(pair.verdict).label if pair.verdict else "",
        "typed": request.POST,
    }
    status = 422 if told else 200
    return TemplateResponse(request, "listings/pair.html", context, status=status)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
