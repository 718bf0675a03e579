"""The application against its own description: what it promises, and bad data too.

A small budget here; YIZHAN_SCHEMA_EXAMPLES=200 spends a large one on the same checks.
"""

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    missing_required_header,
    positive_data_acceptance,
)

from tests.town import Town
from yizhan.config.api import api
from yizhan.policy.results import CALCULATORS

EXAMPLES = int(os.environ.get("YIZHAN_SCHEMA_EXAMPLES", "5"))
# Judged by rules beyond any schema; a cursor, too, is good only when it is ours.
JUDGED = frozenset(
    {"POST /api/v1/listings", "PUT /api/v1/listings/{listing_id}", "POST /api/v1/matches"}
    | {"POST /api/v1/contracts", "PUT /api/v1/contracts/{contract_id}"}
    | {f"GET /api/v1/law/calculators/{name}" for name in CALCULATORS}
)
# What names one record in its query: made-up values find nothing.
NAMED = frozenset({"GET /api/v1/contracts/verify", "GET /api/v1/statistics/figures"})
_django = get_wsgi_application()
seen: Counter[tuple[str, int]] = Counter()


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Give each request the address that a real server would."""
    environ.setdefault("REMOTE_ADDR", "127.0.0.1")
    return _django(environ, start)


schema = schemathesis.openapi.from_dict(api.described())
schema.app = application


@pytest.fixture(autouse=True)
def _without_limits(settings: Any) -> Iterator[None]:
    settings.YIZHAN_API_ANONYMOUS_PER_MINUTE = 10_000_000
    settings.YIZHAN_API_KEY_PER_MINUTE = 10_000_000
    settings.ALLOWED_HOSTS = ["*"]
    logging.disable()
    # The whole case is one transaction; a server's end of request would close it.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    logging.disable(logging.NOTSET)


@pytest.mark.slow
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
def test_every_operation_keeps_its_promises(
    in_town: Town, case: "schemathesis.Case[Any]"
) -> None:
    """Status codes, media types, headers and bodies as described; nothing fails with 500.

    The key is ours in every request, so the two checks that take it away have no say; the
    table of doors tries every operation without one.
    """
    excluded = [ignored_auth, missing_required_header]
    if case.operation.label in JUDGED or (case.query or {}).get("cursor"):
        excluded.append(positive_data_acceptance)
    headers = {"Authorization": f"Bearer {in_town.keys['machine']}"}
    with transaction.atomic():
        answer = case.call_and_validate(headers=headers, excluded_checks=excluded)
        transaction.set_rollback(True)
    seen[(case.operation.label, answer.status_code // 100)] += 1


@pytest.mark.slow
def test_the_data_reached_behind_the_guard() -> None:
    """A test whose every request is turned away at the door proves nothing."""
    assert seen, "run the whole file"
    labels = {label for label, _hundred in seen}
    reached = {label for label, hundred in seen if hundred == 2}
    by_id = {label for label in labels if "{listing_id}" in label or "_id}" in label}
    assert labels - by_id - NAMED - {"POST /api/v1/matches"} <= reached
