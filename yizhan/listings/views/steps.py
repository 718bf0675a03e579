"""The steps of the flow as addresses: POST /needs/<uuid>/<step>/."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.listings import services
from yizhan.listings.messages import STEPS, sentence
from yizhan.listings.models import Listing
from yizhan.listings.views.finding import found
from yizhan.web.access import SIGNED_IN, requires

VERBS: Mapping[str, Callable[..., Listing]] = {
    "submit": services.submit_listing,
    "start_talks": services.start_talks,
    "reopen": services.reopen_listing,
    "conclude": services.conclude_listing,
    "withdraw": services.withdraw_listing,
    "revise": services.revise_listing,
    "confirm": services.confirm_listing,
}


@require_POST
@requires(SIGNED_IN)
def listing_step(
    request: HttpRequest, actor: Actor, kind: str, listing_id: UUID, step: str
) -> HttpResponse:
    """Take one step of the flow and go back to the page of the listing."""
    listing = found(actor, listing_id, kind)
    try:
        VERBS[step](
            actor=actor, listing_id=listing.id, version=posted_version(request), at=now()
        )
    except Refused as refused:
        return _refused(request, listing, step, refused)
    except Listing.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, STEPS[step].done)
    return redirect(f"listings:{kind}-{_landing(step)}", listing_id)


def posted_version(request: HttpRequest) -> int | None:
    """Read the version the page was made from; nonsense counts as none."""
    text: Any = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _landing(step: str) -> str:
    return "edit" if step == "revise" else "detail"


def _refused(
    request: HttpRequest, listing: Listing, step: str, refused: Refused
) -> HttpResponse:
    if step == "submit" and any(refusal.place for refusal in refused.refusals):
        # What is missing is said beside the fields themselves.
        return redirect(f"{_edit_url(listing)}?check=1")
    for refusal in refused.refusals:
        messages.error(request, sentence(refusal))
    return redirect(listing)


def _edit_url(listing: Listing) -> str:
    return f"{listing.get_absolute_url()}edit/"
