"""Small made-up corpora with every facet set, the same on every run."""

import random
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from yizhan.matching.engine.facets import KINDS, NO_PRICE, region_facets
from yizhan.matching.engine.port import Document, document_number

SUBJECTS = [
    "齿轮",
    "叶轮",
    "薄膜",
    "轴承",
    "催化剂",
    "电解液",
    "传感器",
    "涂层",
    "合金",
    "陶瓷",
]
DEEDS = ["渗氮", "喷涂", "烧结", "退火", "萃取", "清洗", "检测", "抛光", "封装", "焊接"]
TRAITS = ["耐磨", "耐蚀", "高温", "低温", "柔性", "透明", "绝缘", "导热", "轻质", "高强"]
REGIONS = [330900, 210200, 410100, 110101]


def make_document(serial: int = 1, **values: Any) -> Document:
    """Make one document; the serial decides its number and identity."""
    kind = values.pop("kind", KINDS[1])
    facets = {"kind": kind, **values.pop("facets", {})}
    wanted = {
        "number": document_number(kind, serial),
        "identity": UUID(int=serial),
        "title": "低温渗氮技术",
        "body": "双相不锈钢叶轮的表面强化。",
        "facets": facets,
    }
    return Document(**{**wanted, **values})


def make_corpus(size: int, *, seed: int = 5) -> Sequence[Document]:
    """Make many documents out of few words, so that every query has many answers."""
    chance = random.Random(seed)
    return [_document(serial, chance) for serial in range(1, size + 1)]


def _document(serial: int, chance: random.Random) -> Document:
    words = [
        chance.choice(TRAITS) + chance.choice(SUBJECTS) + chance.choice(DEEDS)
        for _ in range(chance.randrange(1, 5))
    ]
    low = chance.choice([NO_PRICE, 0, 50_000, 800_000])
    ready = chance.randrange(10)
    facets = {
        **region_facets(chance.choice(REGIONS)),
        "industry": chance.randrange(1, 9),
        "section": chance.randrange(4),
        "trl_low": ready,
        "trl_high": min(9, ready + chance.randrange(3)) if ready else 0,
        "price_low": low,
        "price_high": low if low == NO_PRICE else low + chance.randrange(500_000),
        "deadline": chance.choice([0, 20_500, 20_600, 20_700]),
        "published": 1_700_000_000 + chance.randrange(10_000_000),
        "owner_kind": chance.randrange(1, 6),
        "owner": chance.randrange(1, 40),
        "verified": chance.randrange(2),
        "fields": chance.sample(range(1, 12), chance.randrange(4)),
        "modes": chance.sample(range(1, 16), chance.randrange(4)),
    }
    return make_document(
        serial,
        kind=chance.choice(KINDS[:3]),
        title="".join(words[:2]),
        body="，".join(words),
        facets=facets,
        payload=bytes([serial % 251]) * chance.randrange(5),
    )
