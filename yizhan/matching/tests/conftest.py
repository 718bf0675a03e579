"""What tests with real commits need: the few places they name, and an index of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from yizhan.directory.models import Industry, Region
from yizhan.directory.queries import places
from yizhan.matching.indexing.gateway import forget_retriever

PLACES = {"330000": "浙江省", "330900": "舟山市", "210000": "辽宁省", "210200": "大连市"}
TRADES = {
    "C": "制造业",
    "C34": "通用设备制造业",
    "M": "科学研究和技术服务业",
    "M73": "研究和试验发展",
}


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Let the test commit; such tests end with empty tables, so they start from few rows."""
    Region.objects.bulk_create(
        [Region(code=code, name=name, short=name[:2]) for code, name in PLACES.items()],
        ignore_conflicts=True,
    )
    Industry.objects.bulk_create(
        [Industry(code=code, name=name, section=code[0]) for code, name in TRADES.items()],
        ignore_conflicts=True,
    )
    yield
    for read in (places._regions, places._industries, places._children, places._named):
        read.cache_clear()


@pytest.fixture
def index_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the test an index folder of its own."""
    monkeypatch.setattr(django_settings, "YIZHAN_INDEX", tmp_path / "index")
    forget_retriever()
    yield tmp_path / "index"
    forget_retriever()
