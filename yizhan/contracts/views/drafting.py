"""Drafts as Word documents: blank, from a listing, or of a stored contract."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from yizhan.contracts import permissions, queries
from yizhan.contracts.drafts.content import DraftContent
from yizhan.contracts.drafts.filling import WORD_TYPE, draft_document
from yizhan.contracts.drafts.sources import draft_of
from yizhan.contracts.forms import initial_of
from yizhan.contracts.stages import WRITE
from yizhan.contracts.terms import Kind
from yizhan.contracts.views.beginning import Beginning, beginning_of
from yizhan.contracts.views.finding import found
from yizhan.kernel.actors import Actor
from yizhan.listings.queries import own_rows
from yizhan.listings.stages import OPEN
from yizhan.listings.terms import Kind as ListingKind
from yizhan.web.access import requires

_MOST_SOURCES = 20


@require_safe
@requires(WRITE)
def draft_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Offer the five wordings, blank or filled from a need or an offer."""
    begun = beginning_of(request, actor)
    asked = _asked(begun)
    context = {
        "kinds": [
            {"label": Kind(kind).label, "about": about, "url": _url(kind, asked)}
            for kind, about in _abouts().items()
        ],
        "source": begun.view,
        "new_url": reverse("contracts:contract-new") + asked,
        "sources": _sources(actor) if begun.view is None else [],
    }
    return TemplateResponse(request, "contracts/drafts.html", context)


@require_safe
@requires(WRITE)
def draft_new(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """Hand out a draft of a kind before anything is stored."""
    if kind not in Kind.values:
        raise Http404
    begun = beginning_of(request, actor)
    content = draft_of(begun.values, kind=kind, filer=begun.filer, **begun.beyond)
    return _document(content)


@require_safe
@requires(WRITE)
def contract_draft(
    request: HttpRequest,  # noqa: ARG001 -- the door asks for it
    actor: Actor,
    contract_id: UUID,
) -> HttpResponse:
    """Hand out a draft filled from a stored contract, to a party of it."""
    contract = found(actor, contract_id)
    if not permissions.is_party(actor, contract):
        raise PermissionDenied
    values = initial_of(queries.values_of(contract))
    return _document(draft_of(values, filer=str(contract.organisation)))


def _document(content: DraftContent) -> HttpResponse:
    with override("zh-hans"):
        kind = str(Kind(content.kind).label)
    name = f"{content.title or '技术合同'}-{kind}.docx"
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
        or "attachment",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(draft_document(content), content_type=WORD_TYPE, headers=headers)


def _abouts() -> dict[str, str]:
    return {
        Kind.DEVELOPMENT: _("就新技术、新产品、新工艺或者新材料及其系统进行研究开发"),
        Kind.ASSIGNMENT: _("让与专利、专利申请、技术秘密等已经掌握的成果的权利"),
        Kind.LICENCE: _("许可他人实施专利、使用技术秘密，权利仍归许可人"),
        Kind.CONSULTING: _("就特定技术项目提供论证、预测、调查或者评价报告"),
        Kind.SERVICE: _("以专业技术知识解决特定技术问题，含技术培训和技术中介"),
    }


def _asked(begun: Beginning) -> str:
    if begun.view is None:
        return ""
    return "?" + urlencode({begun.view.kind: begun.view.id})


def _url(kind: str, asked: str) -> str:
    return reverse("contracts:draft-new", args=[kind]) + asked


def _sources(actor: Actor) -> list[dict[str, Any]]:
    """List the organisation's own open needs and offers."""
    rows = own_rows(actor=actor).filter(
        kind__in=[ListingKind.NEED, ListingKind.OFFER], stage__in=OPEN
    )
    found = []
    for listing in rows[:_MOST_SOURCES]:
        asked = "?" + urlencode({listing.kind: listing.id})
        found.append(
            {
                "title": listing.title,
                "kind": ListingKind(listing.kind).label,
                "draft_url": reverse("contracts:draft-list") + asked,
                "new_url": reverse("contracts:contract-new") + asked,
            }
        )
    return found
