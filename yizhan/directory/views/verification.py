"""What waits for a verifier, and the four steps of an identity."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.directory import queries, services, tables
from yizhan.directory.forms import JudgeForm
from yizhan.directory.messages import STEPS, say
from yizhan.directory.rules import VERIFY_WITHIN
from yizhan.directory.views.finding import found
from yizhan.directory.views.workspace import tabs_of
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import requires
from yizhan.web.paging import page_number, page_of

# Each verb, and what it calls the sentence of the verifier.
VERBS: Mapping[str, tuple[Callable[..., object], str]] = {
    "verify": (services.verify_organisation, "how"),
    "reject": (services.reject_organisation, "reason"),
    "revoke": (services.revoke_verification, "reason"),
}


@require_safe
@requires("directory.verify")
def verification_queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what waits, longest first."""
    rows = queries.awaiting_verification(actor)
    page = page_of(rows, number=page_number(request), size=tables.PAGE_SIZE, total=rows.count())
    context = {
        "page": page,
        "rows": [
            {
                "organisation": row,
                "badge": tables.BADGES[row.verification],
                "kind": tables.kind_label(row),
                "place": queries.region_label(row.region_id),
            }
            for row in page.rows
        ],
        "reach": queries.reach_label(actor),
        "tabs": tabs_of(actor, "verification-queue"),
        "overdue_since": now() - VERIFY_WITHIN,
    }
    return TemplateResponse(request, "directory/queue.html", context)


@require_POST
@requires("directory.write")
def organisation_claim(
    request: HttpRequest, actor: Actor, organisation_id: UUID
) -> HttpResponse:
    """Ask for verification."""
    organisation = found(actor, organisation_id)
    try:
        services.claim_organisation(actor=actor, organisation_id=organisation_id, at=now())
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, say(refusal))
    else:
        messages.success(request, _("已提交核实，管辖地区的核实人会处理。"))
    return redirect(organisation)


@require_POST
@requires("directory.verify")
def organisation_judge(
    request: HttpRequest, actor: Actor, organisation_id: UUID, step: str
) -> HttpResponse:
    """Verify, reject or revoke; what stands against it is said on the page."""
    organisation = found(actor, organisation_id)
    form = JudgeForm(request.POST)
    said = form.cleaned_data["said"] if form.is_valid() else ""
    verb, name = VERBS[step]
    try:
        verb(actor=actor, organisation_id=organisation_id, at=now(), **{name: said})
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, say(refusal))
    else:
        messages.success(request, STEPS[step])
    return redirect(organisation)
