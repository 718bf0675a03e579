"""Jobs of the platform itself."""

from procrastinate.contrib.django import app

SILENT_SECONDS = 60


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=False)
async def retry_stalled_jobs(timestamp: int) -> None:  # noqa: ARG001 - always handed over
    """Give jobs of a worker that was killed to another one; nobody else would."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS)
    for job in stalled:
        await app.job_manager.retry_job(job)
