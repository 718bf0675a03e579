"""How long a listing stays open, and how far its last confirmation has faded."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from yizhan.kernel.refusals import Refusal
from yizhan.listings.terms import Kind

SHANGHAI = ZoneInfo("Asia/Shanghai")
# How long a listing stays open without anybody confirming it.
VALIDITY_DAYS = {Kind.NEED: 180, Kind.OFFER: 365, Kind.SERVICE: 365}
FRESH_DAYS, AGEING_DAYS = 60, 120


def due_at(*, kind: str, deadline: date | None, confirmed_at: datetime) -> datetime:
    """Return when the listing closes by itself: its deadline, or nobody confirming it."""
    fading = confirmed_at + timedelta(days=VALIDITY_DAYS[Kind(kind)])
    if deadline is None:
        return fading
    closing = datetime.combine(deadline + timedelta(days=1), time(), tzinfo=SHANGHAI)
    return min(fading, closing)


def freshness(confirmed_at: datetime, at: datetime) -> str:
    """Say how far a confirmation has faded: fresh, ageing or stale."""
    days = (at - confirmed_at).days
    if days <= FRESH_DAYS:
        return "fresh"
    return "ageing" if days <= AGEING_DAYS else "stale"


def against_confirmation(*, stage: str, is_open: bool) -> Iterator[Refusal]:
    """Give the reason why nothing can be confirmed: only what is open can be still true."""
    if not is_open:
        yield Refusal("flow.wrong_stage", {"step": "confirm", "stage": stage})
