"""The review queue: what waits for this office, by kind, place and age."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yizhan.directory.queries import children_of, provinces, region_for
from yizhan.kernel.actors import Actor
from yizhan.listings import queries, tables
from yizhan.listings.models import Review
from yizhan.listings.permissions import REVIEW
from yizhan.listings.terms import Kind
from yizhan.web.access import requires
from yizhan.web.paging import page_number, page_of

PAGE_SIZE = 30


@require_safe
@requires(REVIEW)
def review_queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what waits for this reviewer, what is due first on top."""
    at, wanted = now(), _wanted(request, actor)
    rows = queries.waiting_reviews(actor=actor, wanted=wanted, at=at)
    page = page_of(rows, number=page_number(request), size=PAGE_SIZE, total=rows.count())
    context = {
        "page": page,
        "rows": [_row(review, actor) for review in page.rows],
        "wanted": wanted,
        "tabs": _tabs(actor, wanted),
        "kinds": Kind.choices,
        "regions": _regions(actor),
    }
    return TemplateResponse(request, "listings/queue.html", context)


def _wanted(request: HttpRequest, actor: Actor) -> queries.Waiting:
    shows = {label for label, _words in _shows()}
    asked = {name: request.GET.get(name, "") for name in ("show", "kind", "region")}
    known = {prefix for prefix, _name in _regions(actor)}
    return queries.Waiting(
        show=asked["show"] if asked["show"] in shows else "",
        kind=asked["kind"] if asked["kind"] in Kind.values else "",
        region=asked["region"] if asked["region"] in known else "",
    )


def _shows() -> list[tuple[str, str]]:
    return [
        ("", _("本机构经办")),
        (queries.MINE, _("我在办")),
        (queries.SECOND, _("待我复核")),
        (queries.OVERDUE, _("已逾期")),
        (queries.ALL, _("辖区全部")),
    ]


def _tabs(actor: Actor, wanted: queries.Waiting) -> list[dict[str, Any]]:
    counts = queries.waiting_counts(actor=actor, wanted=wanted, at=now())
    return [
        {
            "url": f"?show={show}&kind={wanted.kind}&region={wanted.region}",
            "label": label,
            "count": counts[show],
            "is_current": show == wanted.show,
        }
        for show, label in _shows()
    ]


def _regions(actor: Actor) -> list[tuple[str, str]]:
    """Offer the divisions right below the reviewer's reach."""
    reach = actor.region or ""
    rows = children_of(reach.ljust(6, "0")) if reach else provinces()
    return [(row.prefix, row.label) for row in rows]


def _row(review: Review, actor: Actor) -> dict[str, Any]:
    listing = review.listing
    region = region_for(str(listing.region_id))
    return {
        "listing": listing,
        "badge": tables.badge_of(listing.kind, listing.stage),
        "kind": Kind(listing.kind).label,
        "region": region.label if region else "",
        "due": tables.due_badge(review.due_on, localdate()),
        "due_on": review.due_on,
        "holder": tables.holder_words(review, me=actor.person_id or actor.id, at=now()),
        "number": review.submission.number,
    }
