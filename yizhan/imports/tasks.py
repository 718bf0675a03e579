"""The job that does a run; killed at any moment, its successor goes on at the checkpoint."""

from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yizhan.imports.services import perform_run
from yizhan.imports.services.runs import TASK


@app.task(name=TASK, retry=RetryStrategy(max_attempts=8, exponential_wait=2))
def run_import(run_id: str) -> None:
    """Perform the run; only a database that is gone lets it fail, and then it comes again."""
    perform_run(run_id=UUID(run_id), clock=timezone.now)
