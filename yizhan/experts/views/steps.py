"""The steps of a profile as addresses: POST /experts/<uuid>/<step>/."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from yizhan.experts import services
from yizhan.experts.messages import EXPERT_STEPS
from yizhan.experts.models import Expert
from yizhan.experts.permissions import is_person
from yizhan.experts.views.finding import found_expert, posted_version, tell
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import SIGNED_IN, requires

VERBS: Mapping[str, Callable[..., Expert]] = {
    "submit": services.submit_expert,
    "vouch": services.vouch_expert,
    "return": services.return_expert,
    "renew": services.renew_expert,
    "pause": services.pause_expert,
    "resume": services.resume_expert,
    "withdraw": services.withdraw_expert,
    "revise": services.revise_expert,
    "erase": services.erase_expert,
}


@require_POST
@requires(SIGNED_IN)
def expert_step(request: HttpRequest, actor: Actor, expert_id: UUID, step: str) -> HttpResponse:
    """Take one step and go back to where the actor came from."""
    expert = found_expert(actor, expert_id)
    given = {"actor": actor, "expert_id": expert.id, "at": now()}
    if step == "submit":
        given["consents"] = "consent" in request.POST
    if step == "return":
        given["reason"] = request.POST.get("reason", "")
    if step != "erase":
        given["version"] = posted_version(request)
    try:
        VERBS[step](**given)
    except Refused as refused:
        tell(request, refused)
    except Expert.DoesNotExist:
        raise Http404 from None
    else:
        messages.success(request, EXPERT_STEPS[step].done)
    own = is_person(actor, expert)
    return redirect("experts:expert-mine" if own else "experts:expert-queue")
