"""What happens to experts and requests by the clock."""

from django.utils.timezone import now
from procrastinate.contrib.django import app

from yizhan.experts.queries import due_advice_ids, due_expert_ids
from yizhan.experts.services import due_advice, due_expert
from yizhan.experts.stages import CLOCK
from yizhan.kernel.actors import machine

AT_ONCE = 500


@app.periodic(cron="*/5 * * * *")
@app.task(name="experts.clock", queueing_lock="experts.clock", pass_context=False)
def run_clocks(timestamp: int) -> int:  # noqa: ARG001 -- handed in by the scheduler
    """Do what is due, each in its own transaction."""
    worker, at, done = machine("deadlines", CLOCK), now(), 0
    for advice_id in due_advice_ids(at=at, limit=AT_ONCE):
        done += due_advice(actor=worker, advice_id=advice_id, at=at)
    for expert_id in due_expert_ids(at=at, limit=AT_ONCE):
        done += due_expert(actor=worker, expert_id=expert_id, at=at)
    return done
