"""Many at once: drafts handed in together, and submissions decided together."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from yizhan.directory.queries import region_for
from yizhan.kernel.actors import Actor
from yizhan.listings import queries, rules, services, tables
from yizhan.listings.checklists import Item, edition_on
from yizhan.listings.messages import sentence
from yizhan.listings.models import Listing, Review
from yizhan.listings.permissions import REVIEW, WRITE
from yizhan.listings.rules.doubts import Doubts, shared_questions
from yizhan.listings.rules.review import LONGEST_NOTE
from yizhan.listings.stages import Stage
from yizhan.listings.terms import Answer, Kind
from yizhan.listings.views.reviewing import shown_fields
from yizhan.web.access import requires
from yizhan.web.paging import page_number, page_of
from yizhan.web.wording import is_english

REVIEWED_AT_ONCE = 50
NAMED = 5


@require_safe
@requires(WRITE)
def submit_many(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the drafts: those that are ready to be ticked, the others with what they lack."""
    counts = queries.own_counts(actor=actor)
    drafts = {kind: counts.get((kind, Stage.DRAFT), 0) for kind in Kind.values}
    kind = _kind(request, drafts)
    page = page_of(
        queries.own_rows(actor=actor, kind=kind, stage=Stage.DRAFT),
        number=page_number(request),
        size=services.MOST,
        total=drafts[kind],
    )
    rows = [_draft(*row) for row in queries.missing_in(page.rows, at=now())]
    context = {
        "page": page,
        "rows": rows,
        "ready": sum(not row["lacks"] for row in rows),
        "kind": kind,
        "tabs": _tabs(drafts, kind),
    }
    return TemplateResponse(request, "listings/submitting.html", context)


@require_POST
@requires(WRITE)
def submit_ticked(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hand in what was ticked, each on its own."""
    outcomes = services.submit_listings(actor=actor, wanted=_ticked(request), at=now())
    done = sum(not outcome.refusals for outcome in outcomes)
    said = ngettext("已提交 %(count)s 条。", "已提交 %(count)s 条。", done)
    return _answer(request, actor, outcomes, [said % {"count": done}] if done else [])


@require_safe
@requires(REVIEW)
def review_many(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what falls to this office with the machines' findings; doubtful ones are opened."""
    at = now()
    waiting = queries.waiting_by_kind(actor=actor)
    kind = _kind(request, waiting)
    reviews = queries.waiting_reviews(actor=actor, wanted=queries.Waiting(kind=kind), at=at)
    page = page_of(
        reviews, number=page_number(request), size=REVIEWED_AT_ONCE, total=waiting[kind]
    )
    edition = edition_on(rules.day_of(at))
    listings = [review.listing for review in page.rows]
    found = queries.look_through(listings, actor=actor, edition=edition, at=at)
    rows = [
        _waiting(review, looked, actor, edition.items_for(kind))
        for review, looked in zip(page.rows, found, strict=True)
    ]
    context = {
        "page": page,
        "rows": rows,
        "plain": sum(row["may_tick"] for row in rows),
        "kind": kind,
        "tabs": _tabs(waiting, kind),
        "edition": edition,
        "is_ticked": "ticked" in request.GET,
        "questions": [
            {"code": item.code, "text": _question(item)}
            for item in shared_questions(edition.items_for(kind))
        ],
    }
    return TemplateResponse(request, "listings/reviewing_many.html", context)


@require_POST
@requires(REVIEW)
def review_ticked(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Decide on what was ticked, each by a checklist of its own."""
    at, note = now(), _note(request)
    yes = set(request.POST.getlist("yes"))
    asked = {item.code for item in edition_on(rules.day_of(at)).items}
    outcomes = services.review_listings(
        actor=actor,
        wanted=_ticked(request),
        edition=request.POST.get("edition", ""),
        answers={code: rules.Given(answer=Answer.YES, note=note) for code in yes & asked},
        at=at,
    )
    stages = [outcome.stage for outcome in outcomes if not outcome.refusals]
    published, proposed = stages.count(Stage.PUBLISHED), stages.count(Stage.PROPOSED)
    said = []
    if published:
        words = ngettext("已发布 %(count)s 条。", "已发布 %(count)s 条。", published)
        said.append(words % {"count": published})
    if proposed:
        words = ngettext("已送复核 %(count)s 条。", "已送复核 %(count)s 条。", proposed)
        said.append(words % {"count": proposed})
    return _answer(request, actor, outcomes, said)


def _answer(
    request: HttpRequest,
    actor: Actor,
    outcomes: Sequence[services.Outcome],
    said: Sequence[str],
) -> HttpResponse:
    """Say how many went through, and of the first few others why not."""
    for text in said:
        messages.success(request, text)
    left = [outcome for outcome in outcomes if outcome.refusals]
    for outcome in left[:NAMED]:
        messages.error(request, _told(actor, outcome))
    if len(left) > NAMED:
        more = len(left) - NAMED
        words = ngettext("另有 %(count)s 条未通过。", "另有 %(count)s 条未通过。", more)
        messages.error(request, words % {"count": more})
    if not outcomes:
        messages.error(request, _("没有勾选任何一条。"))
    kind = request.POST.get("kind", "")
    name = "listings:submit-many" if "submit" in request.path else "listings:review-many"
    return redirect(f"{reverse(name)}?kind={kind if kind in Kind.values else ''}")


def _told(actor: Actor, outcome: services.Outcome) -> str:
    try:
        title = queries.listing_for(actor=actor, listing_id=outcome.listing_id).title
    except Listing.DoesNotExist:
        title = ""
    why = " ".join(dict.fromkeys(sentence(refusal) for refusal in outcome.refusals))
    return _("「%(title)s」未通过：%(why)s") % {"title": title, "why": why} if title else why


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "").replace("\x00", "").strip()[:LONGEST_NOTE]


def _ticked(request: HttpRequest) -> list[tuple[UUID, int]]:
    """Read the rows that were ticked, each with the version that was shown."""
    found = []
    for text in request.POST.getlist("listing")[: services.MOST]:
        name, _colon, version = text.partition(":")
        try:
            listing_id = UUID(name)
        except ValueError:
            continue
        if version.isascii() and version.isdecimal() and len(version) < 10:
            found.append((listing_id, int(version)))
    return list(dict.fromkeys(found))


def _kind(request: HttpRequest, counts: dict[str, int]) -> str:
    """Choose the kind asked for, or the one with most to do; questions differ by kind."""
    asked = request.GET.get("kind", "")
    return asked if asked in counts else max(counts, key=lambda kind: counts[kind])


def _tabs(counts: dict[str, int], kind: str) -> list[dict[str, Any]]:
    return [
        {
            "url": f"?kind={value}",
            "label": Kind(value).label,
            "count": count,
            "is_current": value == kind,
        }
        for value, count in counts.items()
    ]


def _draft(listing: Listing, missing: Sequence[Any]) -> dict[str, Any]:
    return {
        "listing": listing,
        "lacks": list(dict.fromkeys(sentence(refusal) for refusal in missing)),
        "edit_url": f"{listing.get_absolute_url()}edit/?check=1",
    }


def _waiting(
    review: Review, looked: queries.Looked, actor: Actor, items: Sequence[Item]
) -> dict[str, Any]:
    listing = review.listing
    region = region_for(str(listing.region_id))
    holder = tables.holder_words(review, me=actor.person_id or actor.id, at=now())
    is_others = bool(holder) and review.holder_id != (actor.person_id or actor.id)
    return {
        "listing": listing,
        "region": region.label if region else "",
        "due": tables.due_badge(review.due_on, localdate()),
        "badge": tables.badge_of(listing.kind, listing.stage),
        "fields": shown_fields(looked.content, listing),
        "judged": sum(bool(item.machine) for item in items),
        "doubts": _doubts_said(looked.doubts),
        "holder": holder,
        "may_tick": not looked.doubts and not is_others,
    }


def _doubts_said(doubts: Doubts) -> list[str]:
    """Put what machines found into words, one line each."""
    said = [sentence(refusal) for refusal in doubts.against]
    said += [_("系统判断为否：%(text)s") % {"text": _question(item)} for item in doubts.denied]
    said += [_("系统无法判断：%(text)s") % {"text": _question(item)} for item in doubts.untold]
    if doubts.twins:
        words = ngettext(
            "有 %(count)s 条相近的信息尚无结论",
            "有 %(count)s 条相近的信息尚无结论",
            doubts.twins,
        )
        said.append(words % {"count": doubts.twins})
    if doubts.claims:
        words = ngettext(
            "有 %(count)s 处说法没有依据", "有 %(count)s 处说法没有依据", doubts.claims
        )
        said.append(words % {"count": doubts.claims})
    return list(dict.fromkeys(said))


def _question(item: Item) -> str:
    return item.question_en if is_english() else item.question
