"""The desk of an organisation: what it has published, what waits, what came back."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yizhan.kernel.actors import Actor
from yizhan.listings import queries, tables
from yizhan.listings.messages import NEW_LABELS
from yizhan.listings.models import Listing
from yizhan.listings.permissions import READ_OWN, WRITE
from yizhan.listings.stages import Stage
from yizhan.listings.terms import Kind
from yizhan.listings.views.pages import export_links
from yizhan.web.access import requires
from yizhan.web.paging import page_number, page_of

PAGE_SIZE = 30


@require_safe
@requires(READ_OWN)
def my_listings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what the actor's organisation has written, by kind and stage."""
    kind = _known(request, "kind", Kind.values)
    stage = _known(request, "stage", Stage.values)
    counts = queries.own_counts(actor=actor)
    page = page_of(
        queries.own_rows(actor=actor, kind=kind, stage=stage),
        number=page_number(request),
        size=PAGE_SIZE,
        total=_total(counts, kind, stage),
    )
    context = {
        "page": page,
        "rows": [_row(listing) for listing in page.rows],
        "tabs": _tabs(counts, kind, stage),
        "stages": _stages(counts, kind, stage),
        "fading_count": queries.fading_rows(actor=actor).count(),
        "draft_count": _total(counts, "", Stage.DRAFT) if actor.may(WRITE) else 0,
        "exports": export_links("listings.mine"),
        "new": [(NEW_LABELS[k], reverse(f"listings:{k}-new")) for k in Kind],
    }
    return TemplateResponse(request, "listings/mine.html", context)


def _known(request: HttpRequest, name: str, values: Sequence[str]) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in values else ""


def _row(listing: Listing) -> dict[str, object]:
    return {
        "listing": listing,
        "badge": tables.badge_of(listing.kind, listing.stage),
        "kind": Kind(listing.kind).label,
        "reasons": len(listing.return_reasons),
    }


def _total(counts: dict[tuple[str, str], int], kind: str, stage: str) -> int:
    return sum(
        count for (k, s), count in counts.items() if kind in ("", k) and stage in ("", s)
    )


def _tabs(counts: dict[tuple[str, str], int], kind: str, stage: str) -> list[dict[str, object]]:
    kinds = [("", _("全部")), *((k.value, k.label) for k in Kind)]
    return [
        {
            "url": f"?kind={value}&stage={stage}",
            "label": label,
            "count": _total(counts, value, ""),
            "is_current": value == kind,
        }
        for value, label in kinds
    ]


def _stages(
    counts: dict[tuple[str, str], int], kind: str, stage: str
) -> list[dict[str, object]]:
    found = [(value, _total(counts, kind, value)) for value in Stage.values]
    return [
        {
            "value": value,
            "label": _stage_label(kind, value),
            "count": count,
            "on": value == stage,
        }
        for value, count in found
        if count or value == stage
    ]


def _stage_label(kind: str, stage: str) -> object:
    """Name a stage in the words of the kind; over all kinds, what is open is published."""
    if stage == Stage.PUBLISHED and not kind:
        return _("已发布")
    return tables.badge_of(kind, stage).text
