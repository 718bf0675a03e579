"""A worker to be killed: `python -m … RUN [ROW]` does the run, and dies in the row's batch."""

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import django

django.setup()

from yizhan.imports.services import perform_run, register_target  # noqa: E402 - after setup
from yizhan.imports.terms import ParsedRow, RowOutcome, RunInfo  # noqa: E402
from yizhan.imports.tests.factories import THING, apply_things, clock  # noqa: E402
from yizhan.kernel.actors import Actor  # noqa: E402

FATAL = int(sys.argv[2]) if len(sys.argv) > 2 else 0


def apply_and_die(
    rows: Sequence[ParsedRow], *, actor: Actor, at: datetime, run: RunInfo
) -> list[RowOutcome]:
    """Write the rows, then die before the transaction ends, as a power cut would have it."""
    outcomes = apply_things(rows, actor=actor, at=at, run=run)
    if any(row.number == FATAL for row in rows):
        os.kill(os.getpid(), signal.SIGKILL)
    return outcomes


register_target(replace(THING, apply=apply_and_die))
perform_run(run_id=UUID(sys.argv[1]), clock=clock)
