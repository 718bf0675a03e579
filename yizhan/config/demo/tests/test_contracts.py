"""The contracts of the demonstration: every stage, the same years each time, once only."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from django.db.models import Count

from yizhan.config.demo import contracts
from yizhan.config.demo.contracts import load_contracts
from yizhan.config.demo.organisations import load_organisations
from yizhan.config.demo.past import Desk, House, past_contracts
from yizhan.config.demo.people import load_accounts
from yizhan.config.demo.tests.test_loading import AT, silently
from yizhan.contracts.models import Contract
from yizhan.contracts.stages import Stage

HOUSES = [
    House(name="滨海工业大学", code="", region="210200", nature="022", makes=True),
    House(name="舟山澜礁泵业有限公司", code="", region="330900", nature="150", makes=False),
]
DESKS = [Desk(prefix="2102", code="01"), Desk(prefix="3300", code="01")]
UNTIL = datetime(2026, 9, 30, tzinfo=UTC).date()


def test_the_past_is_the_same_every_time_and_grows() -> None:
    first = list(past_contracts(600, houses=HOUSES, desks=DESKS, until=UNTIL))
    assert first == list(past_contracts(600, houses=HOUSES, desks=DESKS, until=UNTIL))
    counts = [
        sum(one.registered_on.year == year for one in first) for year in (2008, 2015, 2025)
    ]
    assert all(before < after for before, after in pairwise(counts))
    assert max(one.registered_on for one in first) <= UNTIL
    assert len({one.number for one in first}) == len(first)


@pytest.mark.django_db
def test_a_contract_stands_in_every_stage_and_a_second_run_adds_none(
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(contracts, "PAST", 120)
    organisations = load_organisations(at=AT, track=silently)
    load_accounts(organisations=organisations, at=AT)
    total = load_contracts(organisations=organisations, at=AT)
    stages = dict(Contract.objects.values_list("stage").annotate(n=Count("pk")))
    assert set(stages) == set(Stage.values)
    past = Contract.objects.filter(source="demonstration")
    assert past.count() > 100
    assert not past.exclude(stage=Stage.REGISTERED).exists()
    assert load_contracts(organisations=organisations, at=AT) == total
