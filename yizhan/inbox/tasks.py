"""Mail by the clock: what is due every minute, the daily mail on working-day mornings."""

from django.conf import settings
from django.utils.timezone import now
from procrastinate.contrib.django import app

from yizhan.inbox import queries, services
from yizhan.inbox.rules import digest_day
from yizhan.inbox.sending import send_due
from yizhan.kernel.periods import WorkCalendar

_CALENDAR = WorkCalendar()


@app.periodic(cron="* * * * *")
@app.task(name="inbox.send_mails", queueing_lock="inbox.send_mails", pass_context=False)
def send_mails(timestamp: int) -> int:  # noqa: ARG001 -- handed in by the scheduler
    """Send the mails that are due."""
    return send_due(now=now)


@app.periodic(cron="*/10 * * * *")
@app.task(name="inbox.queue_digests", queueing_lock="inbox.queue_digests", pass_context=False)
def queue_digests(timestamp: int) -> int:  # noqa: ARG001 -- handed in by the scheduler
    """Queue the daily mail of everybody who has not had today's and has something to read."""
    at = now()
    day = digest_day(at, calendar=_CALENDAR)
    if day is None:
        return 0
    people = queries.digest_people(at=at)
    return sum(
        services.queue_digest(person_id=person, day=day.isoformat(), at=at) for person in people
    )


@app.periodic(cron="40 3 * * *")
@app.task(name="inbox.clear_old", queueing_lock="inbox.clear_old", pass_context=False)
def clear_old(timestamp: int) -> int:  # noqa: ARG001 -- handed in by the scheduler
    """Every night, delete notices and mails whose term is over, batch by batch."""
    gone = 0
    while part := services.clear_old(at=now(), days=settings.YIZHAN_INBOX_DAYS):
        gone += part
    return gone
