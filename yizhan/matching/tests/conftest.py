"""What tests of the index need: a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from yizhan.matching.indexing.gateway import forget_retriever


@pytest.fixture
def index_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the test an index folder of its own."""
    monkeypatch.setattr(django_settings, "YIZHAN_INDEX", tmp_path / "index")
    forget_retriever()
    yield tmp_path / "index"
    forget_retriever()
