"""Jobs of the platform itself."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from yizhan.web.api import limits, repeats
from yizhan.web.feeds import take_tick, thin_ticks

SILENT_SECONDS = 60


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=False)
async def retry_stalled_jobs(timestamp: int) -> None:  # noqa: ARG001 - always handed over
    """Give jobs of a worker that was killed to another one; nobody else would."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS)
    for job in stalled:
        await app.job_manager.retry_job(job)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="note_the_moment", pass_context=False)
def note_the_moment(timestamp: int) -> None:  # noqa: ARG001 - always handed over
    """Date the changes of the feeds close to when they came, also while nobody harvests."""
    take_tick()


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="thin_ticks", pass_context=False)
def thin_old_moments(timestamp: int) -> None:  # noqa: ARG001 - always handed over
    """Keep one moment a minute of what is older than a day."""
    thin_ticks(at=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="forget_api_traces", pass_context=False)
def forget_api_traces(timestamp: int) -> None:
    """Drop kept answers and counted requests that nobody needs any more."""
    at = datetime.fromtimestamp(timestamp, UTC)
    repeats.forget_expired(at=at)
    limits.forget_full(at=at)
