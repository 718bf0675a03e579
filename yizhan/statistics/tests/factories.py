"""Contracts for tests of statistics, written with little else."""

from datetime import date
from decimal import Decimal
from typing import Any

from yizhan.contracts.models import Contract
from yizhan.contracts.tests.factories import make_registered

DAY = date(2026, 5, 11)


def make_counted(**values: Any) -> Contract:
    """Store a registered contract of 1,000,000.00 yuan between 大连 and 舟山."""
    wanted = {
        "contract_value": Decimal(1_000_000),
        "claimed_amount": Decimal(900_000),
        "technology_amount": Decimal(900_000),
        "registered_on": DAY,
    }
    return make_registered(**{**wanted, **values})
