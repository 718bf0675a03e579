"""The review desk: what waits, and one listing with its checklist and a reason per field."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.directory.queries import own_ids
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused
from yizhan.listings import queries, rules, services, tables
from yizhan.listings.details import Content, OfferDetails
from yizhan.listings.messages import STEPS, sentence
from yizhan.listings.models import Listing
from yizhan.listings.permissions import REVIEW
from yizhan.listings.stages import Stage
from yizhan.listings.terms import FieldName, Kind
from yizhan.listings.views.comparing import said
from yizhan.listings.views.finding import found
from yizhan.listings.views.pages import page_context
from yizhan.listings.views.steps import posted_version
from yizhan.web.access import requires
from yizhan.web.paging import page_number, page_of

PAGE_SIZE = 30
# Said together with their lower ends.
_LEFT_OUT = frozenset({"visibility", "language", "trl_max", "price_max"})
_NEVER_EMPTY = frozenset({"title", "summary", "indicators", "fields", "modes"})


@require_safe
@requires(REVIEW)
def review_queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what waits for this reviewer, longest waiting first."""
    rows = queries.waiting_rows(actor=actor)
    kind = request.GET.get("kind", "")
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    page = page_of(rows, number=page_number(request), size=PAGE_SIZE, total=rows.count())
    shown = [
        (listing, tables.badge_of(listing.kind, listing.stage), Kind(listing.kind).label)
        for listing in page.rows
    ]
    return TemplateResponse(request, "listings/queue.html", {"page": page, "rows": shown})


@require_safe
@requires(REVIEW)
def review_detail(request: HttpRequest, actor: Actor, listing_id: UUID) -> HttpResponse:
    """Show one listing field by field, with what the rules and the check digits say."""
    listing = found(actor, listing_id)
    if listing.stage != Stage.SUBMITTED:
        return redirect(listing)
    return _page(request, actor, listing, {}, ())


@require_POST
@requires(REVIEW)
def review_publish(request: HttpRequest, actor: Actor, listing_id: UUID) -> HttpResponse:
    """Say yes to the version that was read."""
    return _decide(request, actor, listing_id, "publish", {})


@require_POST
@requires(REVIEW)
def review_return(request: HttpRequest, actor: Actor, listing_id: UUID) -> HttpResponse:
    """Send it back with the reasons that were typed."""
    reasons = {
        name: request.POST.get(f"reason_{name}", "").replace("\x00", "")
        for name in FieldName.values
        if request.POST.get(f"reason_{name}", "").strip()
    }
    return _decide(request, actor, listing_id, "return", reasons)


def _decide(
    request: HttpRequest, actor: Actor, listing_id: UUID, step: str, reasons: dict[str, str]
) -> HttpResponse:
    listing = found(actor, listing_id)
    given: dict[str, Any] = {
        "actor": actor,
        "listing_id": listing.id,
        "version": posted_version(request),
        "at": now(),
    }
    try:
        if step == "publish":
            services.publish_listing(**given)
        else:
            services.return_listing(reasons=reasons, **given)
    except Refused as refused:
        return _page(request, actor, found(actor, listing_id), reasons, refused.refusals)
    except Listing.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, STEPS[step].done)
    return redirect("listings:review-queue")


def _page(
    request: HttpRequest,
    actor: Actor,
    listing: Listing,
    reasons: dict[str, str],
    refusals: tuple[Refusal, ...],
) -> HttpResponse:
    content = queries.content_of(listing)
    context = {
        **page_context(listing, actor),
        "listing": listing,
        "fields": _fields(content, reasons),
        "checks": _checks(content, listing),
        "refused": [sentence(refusal) for refusal in refusals],
        "is_own": listing.organisation_id in own_ids(actor),
        "has_errors": bool(refusals),
    }
    status = 422 if refusals else 200
    return TemplateResponse(request, "listings/review.html", context, status=status)


def _fields(content: Content, reasons: dict[str, str]) -> list[dict[str, Any]]:
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
    return [row for row in rows if row["value"] != "—" or row["name"] in _NEVER_EMPTY]


def _value(name: str, held: Mapping[str, Any]) -> str:
    if name in {"trl_min", "price_min"}:
        low, high = said(name, held[name]), said(name, held[name.replace("min", "max")])
        return low if low == high else f"{low} – {high}"
    return said(name, held[name])


def _checks(content: Content, listing: Listing) -> list[dict[str, Any]]:
    """Return the checklist: what the rules say, and what only a person can judge."""
    against = rules.against_submission(
        content, today=localdate(), organisation_name=listing.organisation.name
    )
    checks = [{"state": "bad", "text": sentence(refusal)} for refusal in against]
    if not checks:
        checks.append({"state": "ok", "text": _("各项规则均已满足")})
    if not listing.organisation.is_verified:
        checks.append({"state": "warn", "text": _("机构身份尚未核实")})
    if isinstance(content.details, OfferDetails):
        checks += [
            {
                "state": "warn",
                "text": _("%(number)s 的校验位不符，请核对专利号") % {"number": right.number},
            }
            for right in content.details.ip
            if not rules.patent_number_holds(right.number)
        ]
    percent, _missing = rules.completeness(content)
    text = _("完整度 %(percent)s%%") % {"percent": percent}
    checks.append({"state": "ok" if percent >= 70 else "warn", "text": text})
    return checks
