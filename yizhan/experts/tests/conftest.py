"""What the tests of experts share."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Begin in Chinese: a request leaves its language active in the thread."""
    with translation.override("zh-hans"):
        yield
