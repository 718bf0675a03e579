"""Query budgets, kept as data beside the tests that spend them."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def expect_queries(test_file: str, name: str) -> Iterator[None]:
    """Fail when the block spends another number of queries than its budget.

    Budgets stand in `query_counts.json` beside the test; YIZHAN_UPDATE_QUERY_COUNTS=1 writes
    the number seen, so that a changed budget is one changed line to review.
    """
    path = Path(test_file).with_name("query_counts.json")
    budgets: dict[str, int] = json.loads(path.read_text()) if path.exists() else {}
    with CaptureQueriesContext(connection) as seen:
        yield
    if os.environ.get("YIZHAN_UPDATE_QUERY_COUNTS") == "1":
        budgets[name] = len(seen)
        path.write_text(json.dumps(budgets, indent=2, sort_keys=True) + "\n")
        return
    statements = "\n".join(query["sql"][:160] for query in seen.captured_queries)
    assert len(seen) == budgets[name], f"{name}: {len(seen)} queries\n{statements}"
