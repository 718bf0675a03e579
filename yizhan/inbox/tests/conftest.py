"""What the tests of the inbox share."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from yizhan.inbox.tests.factories import own_registry


@pytest.fixture(autouse=True)
def apart() -> Iterator[None]:
    """Begin in Chinese, with topics of one's own."""
    with translation.override("zh-hans"), own_registry():
        yield
