"""A reader of the change feed, as a stranger would write one, and what it should end with."""

import threading
import uuid

from yizhan.listings.models import Listing
from yizhan.listings.queries.changes import FeedFilter, changes_page
from yizhan.listings.stages import SHOWN
from yizhan.web.feeds import Cursor, lag_of
from yizhan.web.feeds.epochs import feeds


class Harvester:
    """Reads on from where it stands, and keeps what it has read, as a stranger would."""

    def __init__(self, limit: int = 100, asked: FeedFilter | None = None) -> None:
        """Begin at the beginning."""
        self.cursor: Cursor | None = None
        self.limit = limit
        self.asked = asked
        self.kept: dict[uuid.UUID, str] = {}
        self.read: list[tuple[uuid.UUID, str, str]] = []

    def go_on(self, *, at_once: bool = False) -> list[str]:
        """Read to the end and say what happened, in order."""
        acts: list[str] = []
        if not at_once:
            settle()
        while True:
            page = changes_page(self.asked, cursor=self.cursor, limit=self.limit)
            for row in page.rows:
                title = row.listing.title if row.is_public and row.listing else ""
                self.read.append((row.record_id, row.act, title))
                acts.append(row.act)
                if row.is_public:
                    self.kept[row.record_id] = title
                else:
                    self.kept.pop(row.record_id, None)
            self.cursor = page.after
            if page.is_last:
                return acts


def settle() -> None:
    """Wait for strangers: transactions of other databases on the server hold the feed too."""
    for _try in range(2_000):
        if not any(lag_of(feed.objects.all()).waiting for feed in feeds()):
            return
        threading.Event().wait(0.05)


def public_state() -> dict[uuid.UUID, str]:
    """Return what everybody may see now."""
    rows = Listing.objects.filter(stage__in=SHOWN)
    return dict(rows.values_list("id", "title"))
