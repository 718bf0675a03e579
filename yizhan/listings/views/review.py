"""The review desk: one listing with its checklist, a reason per field, and the decision."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.listings import rules, services
from yizhan.listings.checklists import edition_on
from yizhan.listings.messages import STEPS, sentence
from yizhan.listings.models import Listing
from yizhan.listings.permissions import REVIEW
from yizhan.listings.stages import IN_REVIEW
from yizhan.listings.terms import FieldName
from yizhan.listings.views.finding import found
from yizhan.listings.views.reviewing import review_context
from yizhan.listings.views.steps import posted_version
from yizhan.web.access import requires
from yizhan.web.wording import is_english

VERBS: Mapping[str, Callable[..., Any]] = {
    "publish": services.publish_listing,
    "propose": services.propose_listing,
    "countersign": services.countersign_listing,
    "return": services.return_listing,
}
DESK: Mapping[str, Callable[..., Any]] = {
    "take": services.take_review,
    "release": services.release_review,
}
# A form without the version it was read from decides on nothing.
NO_VERSION = -1


@require_safe
@requires(REVIEW)
def review_detail(request: HttpRequest, actor: Actor, listing_id: UUID) -> HttpResponse:
    """Show one listing field by field, with what the rules and the check digits say."""
    listing = found(actor, listing_id)
    if listing.stage not in IN_REVIEW:
        return redirect(listing)
    context = review_context(request, actor, listing, given={}, reasons={}, refusals=())
    return TemplateResponse(request, "listings/review.html", context)


@require_POST
@requires(REVIEW)
def review_desk(
    request: HttpRequest, actor: Actor, listing_id: UUID, step: str
) -> HttpResponse:
    """Put it on the own desk, or back into the queue."""
    listing = found(actor, listing_id)
    try:
        DESK[step](actor=actor, listing_id=listing.id, at=now())
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, sentence(refusal))
        return redirect("listings:review-queue")
    if step == "release":
        messages.success(request, _("已退回待审队列。"))
        return redirect("listings:review-queue")
    messages.success(request, _("已由您办理，他人暂时不能审核这一条。"))
    return redirect("listings:review-detail", listing.id)


@require_POST
@requires(REVIEW)
def review_decide(
    request: HttpRequest, actor: Actor, listing_id: UUID, step: str
) -> HttpResponse:
    """Decide on the version that was read, by the checklist as it was filled in."""
    listing = found(actor, listing_id)
    given, reasons = _given(request, listing), _reasons(request)
    version = posted_version(request)
    wanted: dict[str, Any] = {
        "actor": actor,
        "listing_id": listing.id,
        "checklist": rules.Checklist(edition=request.POST.get("edition", ""), answers=given),
        "version": NO_VERSION if version is None else version,
        "at": now(),
    }
    if step == "return":
        wanted["reasons"] = rules.with_mending(
            edition_on(rules.day_of(now())).items_for(listing.kind),
            given,
            reasons,
            in_english=is_english(),
        )
    try:
        VERBS[step](**wanted)
    except Refused as refused:
        listing = found(actor, listing_id)
        context = review_context(
            request, actor, listing, given=given, reasons=reasons, refusals=refused.refusals
        )
        return TemplateResponse(request, "listings/review.html", context, status=422)
    except Listing.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, STEPS[step].done)
    return redirect("listings:review-queue")


def _given(request: HttpRequest, listing: Listing) -> dict[str, rules.Given]:
    """Read what was answered; what was not asked stays in, so that it is refused."""
    asked = {item.code for item in edition_on(rules.day_of(now())).items_for(listing.kind)}
    sent = {key[7:] for key in request.POST if key.startswith("answer_")}
    return {
        code: rules.Given(
            answer=_plain(request, f"answer_{code}"), note=_plain(request, f"note_{code}")
        )
        for code in sorted(asked | sent)
        if f"answer_{code}" in request.POST or _plain(request, f"note_{code}")
    }


def _reasons(request: HttpRequest) -> dict[str, str]:
    return {
        name: _plain(request, f"reason_{name}")
        for name in FieldName.values
        if _plain(request, f"reason_{name}")
    }


def _plain(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()
