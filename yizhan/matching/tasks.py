"""Alerts by the clock: what is new is found every minute, and told when it is due."""

import structlog
from django.utils.timezone import now
from procrastinate.contrib.django import app

from yizhan.matching.alerting.evaluating import Finder
from yizhan.matching.engine.port import IndexUnavailable
from yizhan.matching.services import tell_finds

_log = structlog.get_logger(__name__)
_finder = Finder()  # remembers between runs; forgotten with the process, which costs only time


@app.periodic(cron="* * * * *")
@app.task(
    name="matching.find_alerts",
    lock="matching.find_alerts",
    queueing_lock="matching.find_alerts",
    pass_context=False,
)
def find_alerts(timestamp: int) -> int:  # noqa: ARG001 -- handed in by the scheduler
    """Find what is new for saved searches and needs, then tell what is due."""
    try:
        _finder.find(at=now())
    except IndexUnavailable as error:
        _log.warning("alerts.waiting", reason=str(error))
    return tell_finds(at=now())
