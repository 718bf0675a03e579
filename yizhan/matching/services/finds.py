"""Telling people what was found for them: one notice for all that came together."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from yizhan.directory.queries import holders_of
from yizhan.inbox.services import tell
from yizhan.inbox.terms import About, Every, Line
from yizhan.kernel.actors import anonymous
from yizhan.listings.queries import ListingView, listing_rows, public_views
from yizhan.matching.models import Hit, MutedNeed, SavedSearch
from yizhan.matching.queries import in_order
from yizhan.matching.rules import is_due
from yizhan.matching.terms import Pace

SEARCH_TOPIC, NEED_TOPIC = "matching.saved_search", "matching.new_matches"
LISTED = 10


def tell_finds(*, at: datetime) -> int:
    """Tell everything that is found and due; say how many notices that made."""
    waiting = Hit.objects.filter(search=OuterRef("pk"), told_at=None)
    searches = SavedSearch.objects.filter(Exists(waiting), is_paused=False)
    due = [s.pk for s in searches if is_due(pace=s.pace, told_at=s.told_at, at=at)]
    needs = Hit.objects.filter(need__isnull=False, told_at=None).order_by()
    told = sum(_tell_search(pk, at) for pk in due)
    return told + sum(
        _tell_need(pk, at) for pk in needs.values_list("need_id", flat=True).distinct()
    )


def lines_of_search(about: About) -> Sequence[Line] | None:
    """List what a notice of a saved search is about, as it can be seen now."""
    if about.subject_id is None:
        return None
    mine = SavedSearch.objects.filter(person_id=about.person_id, is_paused=False)
    search = mine.filter(pk=about.subject_id).first()
    if search is None:
        return None
    page = reverse("matching:subscription", args=[search.pk])
    return _lines(Hit.objects.filter(search=search, told_at=about.values["told"]), page)


def lines_of_need(about: About) -> Sequence[Line] | None:
    """List the new matches a notice is about, while the need is open and not muted."""
    need = _open_need(about.subject_id)
    muted = MutedNeed.objects.filter(person_id=about.person_id, need_id=about.subject_id)
    if need is None or muted.exists():
        return None
    return _lines(Hit.objects.filter(need_id=need.id, told_at=about.values["told"]), need.url)


@transaction.atomic
def _tell_search(search_id: UUID, at: datetime) -> int:
    found = SavedSearch.objects.select_for_update(skip_locked=True)
    search = found.filter(pk=search_id, is_paused=False).first()
    if search is None or not is_due(pace=search.pace, told_at=search.told_at, at=at):
        return 0
    shown = _told(Hit.objects.filter(search=search, told_at=None), at)
    if not shown:
        return 0
    search.told_at = at
    search.save(update_fields=["told_at"])
    return tell(
        people=[search.person_id],
        topic=SEARCH_TOPIC,
        key=f"search:{search.pk}:{at.isoformat()}",
        url=reverse("matching:subscription", args=[search.pk]),
        values={"name": search.name, "count": str(len(shown)), "told": at.isoformat()},
        subject_id=search.pk,
        every=Every.AT_ONCE if search.pace == Pace.AT_ONCE else Every.DAILY,
        at=at,
    )


@transaction.atomic
def _tell_need(need_id: UUID, at: datetime) -> int:
    hits = Hit.objects.filter(need_id=need_id)
    last = hits.aggregate(last=Max("told_at"))["last"]
    if not is_due(pace=Pace.AT_ONCE, told_at=last, at=at):
        return 0
    shown = _told(hits.filter(told_at=None), at)
    need = _open_need(need_id)
    if need is None or not shown:
        return 0
    muted = MutedNeed.objects.filter(need_id=need_id).values_list("person_id", flat=True)
    people = set(_writers_for(need_id)) - set(muted)
    return tell(
        people=people,
        topic=NEED_TOPIC,
        key=f"need:{need_id}:{at.isoformat()}",
        url=need.url,
        values={"title": need.title, "count": str(len(shown)), "told": at.isoformat()},
        subject_id=need_id,
        at=at,
    )


def _told(hits: QuerySet[Hit], at: datetime) -> list[ListingView]:
    """Mark finds as told in this notice, and return those that can be seen now."""
    ids = list(hits.select_for_update(skip_locked=True).values_list("id", "listing_id"))
    Hit.objects.filter(id__in=[id_ for id_, _listing in ids]).update(told_at=at)
    views = public_views({listing for _id, listing in ids})
    return [view for view in views if view.is_open]


def _open_need(need_id: UUID | None) -> ListingView | None:
    views = public_views([need_id] if need_id else [])
    return next((view for view in views if view.is_open), None)


def _writers_for(need_id: UUID) -> list[UUID]:
    row = listing_rows(actor=anonymous()).get(pk=need_id)
    return holders_of(organisation_id=row.organisation_id, permission="listings.write")


def _lines(hits: QuerySet[Hit], page: str) -> list[Line] | None:
    ids = list(hits.order_by("-score", "-published_at").values_list("listing_id", flat=True))
    views = [view for view in in_order(ids) if view.is_open]
    lines = [Line(title=view.title, url=view.url) for view in views[:LISTED]]
    if len(views) > LISTED:
        lines.append(Line(title=_("全部 %(count)s 条") % {"count": len(views)}, url=page))
    return lines or None
