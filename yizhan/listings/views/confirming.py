"""Is it still true: the page behind a signed link, and the desk with all that fades."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from yizhan.kernel.actors import Actor, anonymous
from yizhan.kernel.refusals import Refused
from yizhan.listings import queries, rules, services, tables
from yizhan.listings.letters import read_token
from yizhan.listings.messages import sentence
from yizhan.listings.models import Confirmation, Listing
from yizhan.listings.permissions import READ_OWN, WRITE
from yizhan.listings.terms import Kind
from yizhan.web.access import public, requires
from yizhan.web.limits import limited

MOST_A_MINUTE = 30
SHOWN = 300


@require_safe
@public
@limited("still-true", most=MOST_A_MINUTE, method="GET")
def still_true(request: HttpRequest, actor: Actor, token: str) -> HttpResponse:  # noqa: ARG001
    """Show what the link asks about; looking changes nothing, because mail filters look too."""
    return _letter_page(request, token)


@require_POST
@public
@limited("still-true-answer", most=MOST_A_MINUTE)
def still_true_answer(
    request: HttpRequest,
    actor: Actor,  # noqa: ARG001 -- the link carries its own right
    token: str,
) -> HttpResponse:
    """Confirm or withdraw the one listing; withdrawing asks once more."""
    letter = read_token(token)
    answer = request.POST.get("answer", "")
    is_sure = answer == services.STILL_TRUE or "sure" in request.POST
    if letter is None or answer not in services.ANSWERS or not is_sure:
        return _letter_page(request, token, asked_to_withdraw=answer == services.NO_LONGER)
    try:
        listing = services.answer_letter(letter, answer=answer, at=now())
    except Refused as refused:
        return _shut(request, [sentence(refusal) for refusal in refused.refusals])
    context = {"done": answer, "view": queries.view_of(listing, actor=anonymous())}
    return _private(TemplateResponse(request, "listings/still_true.html", context))


@require_safe
@requires(READ_OWN)
def fading(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what the organisation is asked about, with what happens next and when."""
    rows = list(queries.fading_rows(actor=actor)[:SHOWN])
    rounds = queries.rounds_of(rows)
    context = {
        "rows": [_row(row, rounds[row.id]) for row in rows if row.id in rounds],
        "may_confirm": actor.may(WRITE),
    }
    return TemplateResponse(request, "listings/fading.html", context)


@require_POST
@requires(WRITE)
def confirm_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Confirm those that were ticked on the list the person has just read."""
    ids = [_uuid(text) for text in request.POST.getlist("listing")[:SHOWN]]
    done = services.confirm_listings(
        actor=actor, listing_ids=[id_ for id_ in ids if id_], at=now()
    )
    said = ngettext(
        "已确认 %(count)s 条信息仍然有效。", "已确认 %(count)s 条信息仍然有效。", done
    )
    messages.success(request, said % {"count": done})
    return redirect("listings:fading")


@require_safe
@public
def freshness(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001
    """Explain how listings stay fresh, with the timetable that the platform really uses."""
    rows = [(Kind(kind).label, table) for kind, table in rules.TIMETABLES.items()]
    context = {"rows": rows, "fresh": rules.FRESH, "ageing": rules.AGEING}
    return TemplateResponse(request, "listings/freshness.html", context)


def _letter_page(
    request: HttpRequest, token: str, *, asked_to_withdraw: bool = False
) -> HttpResponse:
    letter = read_token(token)
    if letter is None:
        return _private(_page(request, {"told": []}, status=404))
    at = now()
    try:
        round_ = services.open_letter(letter, at=at)
    except Refused as refused:
        return _shut(request, [sentence(refusal) for refusal in refused.refusals])
    # The public text and no more: the link may have been forwarded.
    view = queries.view_of(round_.listing, actor=anonymous())
    back = urlencode({"next": view.url})
    context = {
        "view": view,
        "token": token,
        "freshness": tables.freshness_said(view, at),
        "is_hidden": round_.hidden_at is not None,
        "next": _next(round_),
        "edit_url": f"{reverse('account_login')}?{back}",
        "asked_to_withdraw": asked_to_withdraw,
    }
    return _private(_page(request, context, status=422 if asked_to_withdraw else 200))


def _shut(request: HttpRequest, told: list[str]) -> HttpResponse:
    return _private(_page(request, {"told": told}, status=410))


def _page(request: HttpRequest, context: dict[str, Any], *, status: int) -> HttpResponse:
    return TemplateResponse(request, "listings/still_true.html", context, status=status)


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the address, which carries a right, out of caches, indexes and other sites."""
    # Not "no-referrer": browsers would then send a form without any origin to check.
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _row(listing: Listing, round_: Confirmation) -> dict[str, Any]:
    view = queries.view_of(listing, actor=anonymous())
    return {
        "listing": listing,
        "badge": tables.badge_of(listing.kind, listing.stage),
        "kind": Kind(listing.kind).label,
        "freshness": tables.freshness_said(view, now()),
        "asked_at": round_.asked_at,
        **_next(round_),
    }


def _next(round_: Confirmation) -> dict[str, Any]:
    """Say what comes next and when; after hiding it is the end of the listing."""
    if round_.due_at is None:
        words = tables.NEXT_STEPS["expire"]
        return {"next_words": words, "next_at": round_.listing.due_at}
    words = tables.NEXT_STEPS[queries.next_step(round_)]
    return {"next_words": words, "next_at": round_.due_at}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
