"""Claiming an organisation that is here without people, and deciding on claims."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.directory import queries, rules, services, tables
from yizhan.directory.forms import ClaimForm
from yizhan.directory.messages import CLAIM_STEPS, say
from yizhan.directory.models import Claim
from yizhan.directory.permissions import may_judge
from yizhan.directory.views.finding import found
from yizhan.directory.views.refusing import told
from yizhan.directory.views.workspace import tabs_of
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import SIGNED_IN, requires
from yizhan.web.forms import add_refusals, form_page
from yizhan.web.limits import limited
from yizhan.web.paging import page_number, page_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires("directory.register")
def claim_new(request: HttpRequest, actor: Actor, organisation_id: UUID) -> HttpResponse:
    """Say why the organisation is one's own; the proof comes on the next page."""
    organisation = found(actor, organisation_id)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claim = services.start_claim(
                actor=actor, organisation_id=organisation_id, at=now(), **form.cleaned_data
            )
        except Refused as refused:
            add_refusals(form, refused, say)
        else:
            return redirect(claim)
    context = {
        "form": form,
        "organisation": organisation,
        "has_administrator": queries.has_administrator(organisation=organisation),
    }
    return form_page(request, "directory/claim_new.html", context)


@require_safe
@requires(SIGNED_IN)
def claim_detail(request: HttpRequest, actor: Actor, claim_id: UUID) -> HttpResponse:
    """Show a claim to its person, or to a verifier in reach."""
    claim = _claim(actor, claim_id)
    is_mine = claim.person_id == actor.person_id
    rivals = queries.open_claims_of(organisation=claim.organisation).exclude(pk=claim.pk)
    context: dict[str, Any] = {
        "claim": claim,
        "organisation": claim.organisation,
        "badge": tables.CLAIM_BADGES[claim.stage],
        "is_mine": is_mine,
        "judges": claim.is_open and not is_mine and may_judge(actor, claim.organisation),
        "papers": claim.papers.all(),
        "rivals": [] if is_mine else rivals,
        "waits_for_code": claim.code_sent_at and not claim.email_proven_at,
        "may_prove": claim.organisation.site
        and claim.organisation.site not in rules.FREE_MAIL
        and not claim.email_proven_at,
    }
    return TemplateResponse(request, "directory/claim.html", context)


@require_safe
@requires("directory.verify")
def claim_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the claims that wait for a verifier, the oldest first."""
    rows = queries.claims_to_decide(actor)
    page = page_of(rows, number=page_number(request), size=tables.PAGE_SIZE, total=rows.count())
    context = {
        "page": page,
        "rows": page.rows,
        "tabs": tabs_of(actor, "claim-list"),
        "reach": queries.reach_label(actor),
    }
    return TemplateResponse(request, "directory/claims.html", context)


@require_POST
@requires(SIGNED_IN)
@limited("claim-mail", most=6)
def claim_prove(request: HttpRequest, actor: Actor, claim_id: UUID) -> HttpResponse:
    """Send a code to an address at the organisation's own domain."""
    claim = _own(actor, claim_id)
    email = request.POST.get("email", "")[:254]
    return told(
        request,
        lambda: services.prove_claim(actor=actor, claim_id=claim_id, email=email, at=now()),
        done=_("已处理。验证码发到该邮箱，30 分钟内有效。"),
        after=claim.get_absolute_url(),
    )


@require_POST
@requires(SIGNED_IN)
@limited("claim-code", most=12)
def claim_confirm(request: HttpRequest, actor: Actor, claim_id: UUID) -> HttpResponse:
    """Take the code."""
    claim = _own(actor, claim_id)
    code = request.POST.get("code", "")[:12]
    return told(
        request,
        lambda: services.confirm_claim(actor=actor, claim_id=claim_id, code=code, at=now()),
        done=_("邮箱已证实。"),
        after=claim.get_absolute_url(),
    )


@require_POST
@requires(SIGNED_IN)
def claim_withdraw(request: HttpRequest, actor: Actor, claim_id: UUID) -> HttpResponse:
    """Take the claim back."""
    claim = _own(actor, claim_id)
    return told(
        request,
        lambda: services.withdraw_claim(actor=actor, claim_id=claim_id, at=now()),
        done=_("已撤回认领。"),
        after=claim.get_absolute_url(),
    )


VERBS = {"grant": services.grant_claim, "refuse": services.refuse_claim}


@require_POST
@requires("directory.verify")
def claim_judge(request: HttpRequest, actor: Actor, claim_id: UUID, step: str) -> HttpResponse:
    """Believe the claim, or not, with the reason."""
    claim = _claim(actor, claim_id)
    verb, reason = VERBS[step], request.POST.get("reason", "")[:200]
    return told(
        request,
        lambda: verb(actor=actor, claim_id=claim_id, reason=reason, at=now()),
        done=CLAIM_STEPS[step],
        after=claim.get_absolute_url(),
    )


def _claim(actor: Actor, claim_id: UUID) -> Claim:
    try:
        return queries.claim_for(actor=actor, claim_id=claim_id)
    except Claim.DoesNotExist:
        raise Http404 from None


def _own(actor: Actor, claim_id: UUID) -> Claim:
    claim = _claim(actor, claim_id)
    if claim.person_id != actor.person_id:
        raise PermissionDenied
    return claim
