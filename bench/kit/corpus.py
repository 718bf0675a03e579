"""A corpus of any size out of real texts: patents and papers, recombined by sentence.

Every document keeps the title and about half the sentences of one real text and takes the
rest from others, so that no two are alike and every sentence is one that people wrote. The
vocabulary does not grow with the size, as it would in life: every word becomes more frequent
in step, which makes pruning harder than on real text of this size.
"""

import csv
import json
import random
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from uuid import UUID

from yizhan.matching.engine.facets import NEED, NO_PRICE, OFFER, SERVICE, region_facets
from yizhan.matching.engine.port import Document, document_number

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
NOTE = (
    "Generated from real texts (patents, CSL papers), recombined by sentence; the vocabulary "
    "is that of 6,097 texts whatever the size. Needs are real (df359), cut to 300 characters. "
    "Facets are random. One thread, warm, unless said otherwise."
)
NEED_LENGTH = 300
_ENDS = re.compile(r"(?<=[。；;，,])")


def need_data() -> None:
    """Stop with a clear word where the real texts are not at hand."""
    if not (DATA / "patents" / "patents.csv").exists():
        print(f"skipped: the texts to measure with are not in {DATA}")
        sys.exit(0)


@cache
def texts() -> list[tuple[str, list[str]]]:
    """Read the real texts as titles with sentences."""
    found: list[tuple[str, list[str]]] = []
    with (DATA / "patents" / "patents.csv").open(newline="", encoding="utf-8") as file:
        found += [(row["title"], _sentences(row["abstract"])) for row in csv.DictReader(file)]
    with (DATA / "csl" / "papers.jsonl").open(encoding="utf-8") as file:
        papers = [json.loads(line) for line in file]
    return found + [(paper["title"], _sentences(paper["abstract"])) for paper in papers]


@cache
def needs() -> list[tuple[str, str]]:
    """Read real needs of at least 250 characters, cut to 300."""
    with (DATA / "df359" / "needs.csv").open(newline="", encoding="utf-8") as file:
        rows = [(row["title"], row["content"]) for row in csv.DictReader(file)]
    return [(title, body[:NEED_LENGTH]) for title, body in rows if len(body) >= 250]


def documents(size: int, *, seed: int = 1) -> Iterator[Document]:
    """Generate the first `size` documents; a larger corpus begins with the smaller one."""
    chance = random.Random(seed)
    source = texts()
    for serial in range(1, size + 1):
        title, own = source[serial % len(source)]
        body = [
            sentence
            if chance.random() < 0.5
            else chance.choice(source[int(chance.random() * len(source))][1])
            for sentence in own
        ]
        body.append(
            f"型号 {chance.choice('ABCDKLMXYZ')}{chance.choice('GLRTX')}-{serial % 9973}。"
        )
        kind = chance.choices((NEED, OFFER, SERVICE), (25, 60, 15))[0]
        yield Document(
            number=document_number(kind, serial),
            identity=UUID(int=serial),
            title=title,
            body="".join(body),
            facets={"kind": kind, **_facets(chance)},
        )


def _facets(chance: random.Random) -> dict[str, int | list[int]]:
    province = chance.choice((11, 12, 21, 31, 32, 33, 34, 35, 37, 41, 42, 43, 44, 50, 51, 61))
    city = 100 * province + chance.randrange(1, 15)
    ready = chance.randrange(1, 10)
    low = NO_PRICE if chance.random() < 0.3 else int(10 ** (4 + 3 * chance.random()))
    division = chance.choice((*range(13, 44), *range(1, 98, 4)))
    return {
        **region_facets(100 * city + chance.randrange(1, 20)),
        "section": 1 + division % 20,
        "industry": division,
        "trl_low": ready,
        "trl_high": min(9, ready + chance.randrange(3)),
        "price_low": low,
        "price_high": low if low == NO_PRICE else low * chance.randrange(1, 4),
        "deadline": 0 if chance.random() < 0.5 else 20_500 + chance.randrange(700),
        "published": 1_700_000_000 + chance.randrange(60_000_000),
        "owner_kind": chance.randrange(1, 15),
        "owner": chance.randrange(1, 50_000),
        "verified": int(chance.random() < 0.6),
        "fields": chance.sample(range(1, 12), chance.choice((1, 1, 2))),
        "modes": chance.sample(range(1, 16), chance.choice((1, 2, 3))),
    }


def _sentences(text: str) -> list[str]:
    return [part for part in _ENDS.split(text) if part.strip()] or [text or "无"]
