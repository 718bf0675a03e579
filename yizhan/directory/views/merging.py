"""Likely duplicates side by side: they are one, or they are two."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.directory import queries, services, tables
from yizhan.directory.comparing import compared
from yizhan.directory.models import Pair
from yizhan.directory.permissions import may_judge
from yizhan.directory.views.refusing import told
from yizhan.directory.views.workspace import tabs_of
from yizhan.kernel.actors import Actor
from yizhan.web.access import requires
from yizhan.web.paging import page_number, page_of


@require_safe
@requires("directory.verify")
def pair_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List likely duplicates in reach, the surest first."""
    rows = queries.likely_pairs(actor)
    page = page_of(rows, number=page_number(request), size=tables.PAGE_SIZE, total=rows.count())
    context = {
        "page": page,
        "rows": [tables.pair_of(row) for row in page.rows],
        "tabs": tabs_of(actor, "pair-list"),
        "reach": queries.reach_label(actor),
    }
    return TemplateResponse(request, "directory/pairs.html", context)


@require_safe
@requires("directory.verify")
def pair_detail(request: HttpRequest, actor: Actor, pair_id: UUID) -> HttpResponse:
    """Set two entries side by side; `?kept=second` proposes to keep the other one."""
    pair = _pair(actor, pair_id)
    kept, absorbed = pair.first, pair.second
    wanted = request.GET.get("kept") or ("second" if _is_better(absorbed, kept) else "first")
    if wanted == "second":
        kept, absorbed = absorbed, kept
    context: dict[str, Any] = {
        "pair": tables.pair_of(pair),
        "kept": kept,
        "absorbed": absorbed,
        "rows": compared(kept, absorbed),
        "other": "first" if wanted == "second" else "second",
        "may_merge": may_judge(actor, kept) and may_judge(actor, absorbed),
    }
    return TemplateResponse(request, "directory/pair.html", context)


@require_POST
@requires("directory.verify")
def pair_merge(request: HttpRequest, actor: Actor, pair_id: UUID) -> HttpResponse:
    """Merge the two, keeping the one that the form names."""
    pair = _pair(actor, pair_id)
    ids = {str(pair.first_id): pair.second_id, str(pair.second_id): pair.first_id}
    kept = request.POST.get("kept", "")
    if kept not in ids:
        raise Http404
    address = reverse("directory:organisation-detail", args=[kept])
    return told(
        request,
        lambda: services.merge_organisations(
            actor=actor,
            kept_id=UUID(kept),
            absorbed_id=ids[kept],
            versions=_versions(request),
            chosen=request.POST.getlist("take"),
            reason=request.POST.get("reason", "")[:200],
            at=now(),
        ),
        done=_("已合并。原网址会转到保留的机构。"),
        after=address,
        refused=f"{pair.get_absolute_url()}?kept={_side(pair, kept)}",
    )


@require_POST
@requires("directory.verify")
def pair_dismiss(request: HttpRequest, actor: Actor, pair_id: UUID) -> HttpResponse:
    """Say that the two are two."""
    pair = _pair(actor, pair_id)
    reason = request.POST.get("reason", "")[:200]
    return told(
        request,
        lambda: services.dismiss_pair(actor=actor, pair_id=pair_id, reason=reason, at=now()),
        done=_("已记为两家机构，不再提示。"),
        after=reverse("directory:pair-list"),
        refused=pair.get_absolute_url(),
    )


def _pair(actor: Actor, pair_id: UUID) -> Pair:
    try:
        return queries.pair_for(actor=actor, pair_id=pair_id)
    except Pair.DoesNotExist:
        raise Http404 from None


def _is_better(other: Any, one: Any) -> bool:
    return bool((other.is_verified, bool(other.uscc)) > (one.is_verified, bool(one.uscc)))


def _side(pair: Pair, kept: str) -> str:
    return "second" if kept == str(pair.second_id) else "first"


def _versions(request: HttpRequest) -> tuple[int, int] | None:
    said = [request.POST.get(name, "") for name in ("kept_version", "absorbed_version")]
    if not all(text.isdecimal() and len(text) < 10 for text in said):
        return None
    return int(said[0]), int(said[1])
