"""The programs that `yizhan serve` keeps running."""

import os
import sys

from django.core.management import get_commands

from yizhan.config.postgres.addresses import POOL
from yizhan.config.serving import Program

YIZHAN = (sys.executable, "-m", "yizhan.config.cli")
SUPERVISED = {"YIZHAN_SUPERVISED": "1", "YIZHAN_DATABASE_ROLE": "app"}
MOST_WORKERS = 4


# A long import takes one place; mail and deadlines must not wait behind it.
_JOBS = ("procrastinate", "worker", "--concurrency", "3")


def programs(*, host: str, port: int, workers: int) -> list[Program]:
    """List what runs: the pages, the jobs, and the index where there is one."""
    found = [_pages(host, port, workers), _command("jobs", *_JOBS)]
    if "indexer" in get_commands():
        found.append(_command("index", "indexer"))
    return found


def usual_workers() -> int:
    """Return how many page workers fit this machine."""
    return max(1, min(MOST_WORKERS, len(os.sched_getaffinity(0))))


def _pages(host: str, port: int, workers: int) -> Program:
    words = (
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        # One thread for each connection of the pool, so that none waits for another.
        *("--blocking-threads", str(POOL["max_size"]), "--no-ws", "--log-level", "warning"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10"),
        "yizhan.config.wsgi:application",
    )
    return Program("pages", words, {**SUPERVISED, "YIZHAN_DATABASE_POOL": "1"})


def _command(name: str, *words: str) -> Program:
    return Program(name, (*YIZHAN, *words), dict(SUPERVISED))
