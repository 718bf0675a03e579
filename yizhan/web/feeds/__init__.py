"""Change feeds: who reads by a cursor never passes over a record, whatever commits late.

A feed is a table with one row for each record that is or was public: its latest change, and
the number of the transaction that made it. Triggers write it in that transaction. A reader is
given only rows of transactions below the oldest one still running, in the order
(transaction, record): behind such a position nothing can appear any more. docs/decisions/0015.
"""

from yizhan.web.feeds.cursors import Cursor, CursorRefused
from yizhan.web.feeds.epochs import renew_feeds
from yizhan.web.feeds.reading import FeedPage, Lag, lag_of, read_page
from yizhan.web.feeds.rows import Act, Bound, FeedRow
from yizhan.web.feeds.ticks import position_before, position_until, take_tick, thin_ticks

__all__ = [
    "Act",
    "Bound",
    "Cursor",
    "CursorRefused",
    "FeedPage",
    "FeedRow",
    "Lag",
    "lag_of",
    "position_before",
    "position_until",
    "read_page",
    "renew_feeds",
    "take_tick",
    "thin_ticks",
]
