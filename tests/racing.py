"""Several at once, each with a connection of its own and real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from yizhan.kernel.refusals import Refused


def at_once(work: Callable[[int], Any], count: int) -> list[Any]:
    """Run the work in as many threads; a refusal is an answer like others."""

    def run(number: int) -> Any:
        try:
            return work(number)
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
