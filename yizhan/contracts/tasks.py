"""What happens to contracts by the clock."""

from django.utils.timezone import now
from procrastinate.contrib.django import app

from yizhan.contracts.queries import overdue_ids
from yizhan.contracts.services import note_overdue
from yizhan.contracts.stages import CLOCK
from yizhan.kernel.actors import machine

AT_ONCE = 500


@app.periodic(cron="11 * * * *")
@app.task(name="contracts.overdue", queueing_lock="contracts.overdue", pass_context=False)
def note_overdue_contracts(timestamp: int) -> int:  # noqa: ARG001 -- handed in by the scheduler
    """Say of every contract whose day has passed that it is late, once."""
    worker = machine("deadlines", CLOCK)
    at = now()
    return sum(
        note_overdue(actor=worker, contract_id=contract_id, at=at)
        for contract_id in overdue_ids(at=at, limit=AT_ONCE)
    )
