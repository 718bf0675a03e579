"""What every test needs, wherever it lives."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.conf import settings as django_settings
from django.utils import translation
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.database", "tests.copies", "tests.town"]

# A busy machine is slow without being wrong; no clock decides over a property.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _nobody_is_drawn() -> None:
    """Draw no contract for a second look: a test that needs chance sets its own share."""
    django_settings.YIZHAN_CONTRACTS_SAMPLE = Decimal(0)


@pytest.fixture(autouse=True)
def _chinese_again() -> Iterator[None]:
    """A page read in English leaves its language behind in the thread."""
    yield
    translation.activate(django_settings.LANGUAGE_CODE)
