"""Read the outbox once more, and write down what is new for whom.

The position is stored in the transaction that writes the finds, so a kill repeats a page and
the finds are there once. Without an index nothing moves: it is all found later.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.http import QueryDict
from django.utils.timezone import localdate

from yizhan.kernel.actors import anonymous
from yizhan.listings.queries import ListingView, listing_rows, public_views
from yizhan.listings.stages import OPEN
from yizhan.listings.terms import Kind
from yizhan.matching.alerting.percolation import Asked, Percolator
from yizhan.matching.engine.port import IndexUnavailable
from yizhan.matching.indexing.documents import bare_document
from yizhan.matching.indexing.gateway import retriever
from yizhan.matching.indexing.outbox import Outbox, present_position, reaches_back_to
from yizhan.matching.models import Hit, SavedSearch, Watch
from yizhan.matching.queries import OFFERS, matches_of_offer
from yizhan.matching.queries.search import SHARE
from yizhan.matching.searching.criteria import filters_of, parse

# A match below this score is not worth interrupting anybody for.
LEAST_SCORE: Final = Decimal(50)
# A transaction may commit long after the moment it dates its rows with.
_LATE: Final = timedelta(days=1)


class Finder:
    """One look-out over the outbox; it remembers what it has dealt with beyond its position."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._outbox: Outbox | None = None

    def find(self, *, at: datetime) -> int:
        """Deal with everything that has changed; say how many finds are new."""
        watch = Watch.objects.filter(pk=1).first()
        if watch is None:
            Watch.objects.get_or_create(
                pk=1, defaults={"position": present_position(), "at": at}
            )
            return 0
        if not reaches_back_to(watch.position):
            return self._begin_again(watch, at)
        if self._outbox is None or self._outbox.position != watch.position:
            self._outbox = Outbox(watch.position)
        found = 0
        since = watch.at - _LATE
        for page in self._outbox.pages():
            found += _deal_with(
                {row.listing_id for row in page.rows}, since, at, position=page.position
            )
        _stand_at(self._outbox.position, at)
        return found

    def _begin_again(self, watch: Watch, at: datetime) -> int:
        """Go by the day of publication where the outbox has been cleared or restored."""
        position = present_position()
        rows = listing_rows(actor=anonymous()).filter(
            stage__in=OPEN, published_at__gt=watch.at - _LATE
        )
        ids = set(rows.values_list("id", flat=True))
        return _deal_with(ids, watch.at - _LATE, at, position=position)


@transaction.atomic
def _deal_with(ids: Iterable[UUID], since: datetime, at: datetime, *, position: int) -> int:
    views = [
        view
        for view in public_views(list(ids))
        if view.is_open and view.published_at is not None and view.published_at > since
    ]
    hits = [*_for_searches(views, at), *_for_needs(views, at)] if views else []
    before = Hit.objects.count() if hits else 0
    Hit.objects.bulk_create(hits, ignore_conflicts=True, batch_size=1_000)
    _stand_at(position, None)
    return Hit.objects.count() - before if hits else 0


def _stand_at(position: int, at: datetime | None) -> None:
    values = {"position": position} if at is None else {"position": position, "at": at}
    Watch.objects.filter(pk=1).update(**values)


def _for_searches(views: Sequence[ListingView], at: datetime) -> Iterator[Hit]:
    searches = SavedSearch.objects.filter(is_paused=False, kind__in={v.kind for v in views})
    wanted = list(searches)
    if not wanted:
        return
    engine = retriever()
    frequencies = engine.reader.document_frequencies
    percolator = Percolator(
        [bare_document(view) for view in views],
        engine.analyzer,
        lambda word: int(frequencies([word])[0]),
    )
    today = localdate(at)
    for search in wanted:
        criteria = parse(QueryDict(search.criteria))
        words = list(Counter(engine.analyzer.tokens(criteria.text))) if criteria.text else []
        if criteria.text and not words:
            continue
        asked = Asked(words, filters_of(criteria, today=today))
        for place in percolator.ask(asked, share=SHARE):
            published_at = views[place].published_at
            if published_at is not None and published_at > search.created_at:
                yield Hit(
                    search=search,
                    listing_id=views[place].id,
                    published_at=published_at,
                    found_at=at,
                )


def _for_needs(views: Sequence[ListingView], at: datetime) -> Iterator[Hit]:
    """Score each new offer against the needs that it retrieves: as dear as its own page."""
    for view in views:
        if Kind(view.kind) not in OFFERS or view.published_at is None:
            continue
        matches = matches_of_offer(view)
        if matches.is_unavailable:
            raise IndexUnavailable("no index to match with")
        good = [row for row in matches.rows if row.match.score >= LEAST_SCORE]
        owners = _owners([view.id, *(row.view.id for row in good)])
        for row in good:
            need = row.view
            is_later = need.published_at is not None and view.published_at > need.published_at
            # A reader may not be told who owns a need; the platform still must not tell an
            # owner of its own offers.
            if is_later and owners.get(need.id) != owners.get(view.id):
                yield Hit(
                    need_id=need.id,
                    listing_id=view.id,
                    published_at=view.published_at,
                    score=row.match.score,
                    found_at=at,
                )


def _owners(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    rows = listing_rows(actor=anonymous()).filter(id__in=list(ids))
    return dict(rows.values_list("id", "organisation_id"))
