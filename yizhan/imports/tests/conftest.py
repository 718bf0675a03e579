"""Every test of this context that has a database has the test target as well."""

import pytest

from yizhan.imports.tests.factories import make_table


@pytest.fixture
def target(db: None) -> None:
    """Create the table of the test target and register it."""
    make_table()
