"""Folding and new editions by the clock."""

import time

from django.utils.timezone import now
from procrastinate.contrib.django import app

from yizhan.statistics.services import fold_pending, renew_editions

_SECONDS = 50.0


@app.periodic(cron="* * * * *")
@app.task(
    name="statistics.fold_movements",
    lock="statistics.fold_movements",
    queueing_lock="statistics.fold_movements",
    pass_context=False,
)
def fold_movements(timestamp: int) -> int:  # noqa: ARG001 -- handed in by the scheduler
    """Fold what waits, batch after batch, for most of a minute; then renew open editions."""
    until = time.monotonic() + _SECONDS
    folded = 0
    while (some := fold_pending()) and time.monotonic() < until:
        folded += some
    renew_editions(at=now())
    return folded + some
