"""Mail by the clock: what is due every minute, the daily mail on working-day mornings."""

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
