"""What every test needs, wherever it lives."""

pytest_plugins = ["tests.database", "tests.copies", "tests.town"]
