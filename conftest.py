"""What every test needs, wherever it lives."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.database", "tests.copies", "tests.town"]

# A busy machine is slow without being wrong; no clock decides over a property.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
