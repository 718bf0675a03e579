"""Loading what an address names, or 404."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest

from yizhan.experts import queries
from yizhan.experts.messages import say
from yizhan.experts.models import Advice, Expert
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused


def found_expert(actor: Actor, expert_id: UUID) -> Expert:
    """Return the profile when it exists for the actor."""
    try:
        return queries.expert_for(actor=actor, expert_id=expert_id)
    except Expert.DoesNotExist:
        raise Http404 from None


def found_advice(actor: Actor, advice_id: UUID) -> Advice:
    """Return the request when it exists for the actor."""
    try:
        return queries.advice_for(actor=actor, advice_id=advice_id)
    except Advice.DoesNotExist:
        raise Http404 from None


def tell(request: HttpRequest, refused: Refused) -> None:
    """Say every refusal on the next page."""
    for refusal in refused.refusals:
        messages.error(request, say(refusal))


def posted_version(request: HttpRequest) -> int | None:
    """Read the version the page was made from; nonsense counts as none."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None
