"""Build rate, latency with and without filters, and memory of the embedded engine, by size.

Run one size in its own process so that memory is its own:
YIZHAN_BENCH_SIZES=1000000 python bench/retrieval.py
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

# One thread: set before the numeric libraries start theirs.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from typing import Any

import faiss

from bench.kit import corpus, indexes, report
from yizhan.matching.engine.facets import OFFER, SERVICE, Filters
from yizhan.matching.engine.generations import Generation
from yizhan.matching.engine.port import Query, Sort
from yizhan.matching.engine.retrieval import Retriever

KINDS = (OFFER, SERVICE)
CASES = {
    "no filter": Filters(),
    "kind": Filters(any_of={"kind": KINDS}),
    "kind, TRL 4-7": Filters(any_of={"kind": KINDS}, trl=(4, 7)),
    "kind, 3 provinces": Filters(any_of={"kind": KINDS, "province": (31, 32, 33)}),
    "kind, industry": Filters(any_of={"kind": KINDS, "industry": (34,)}),
    "kind, industry, 3 provinces, TRL, price": Filters(
        any_of={"kind": KINDS, "industry": (34,), "province": (31, 32, 33)},
        trl=(4, 7),
        price=(None, 1_000_000),
    ),
}
QUERIES = 200


def main() -> None:
    """Measure every size asked for."""
    corpus.need_data()
    faiss.omp_set_num_threads(1)
    for size in indexes.sizes():
        if os.environ.get("YIZHAN_BENCH_BUILD") == "0":
            _measure(indexes.existing(size), size)
            continue
        _generation, figures = indexes.build(size)
        report.show(f"build, {size:,} documents", [figures])
        report.save("build", str(size), figures, note=corpus.NOTE)
        # Memory of serving is that of a process that has not built.
        environment = {"YIZHAN_BENCH_BUILD": "0", "YIZHAN_BENCH_SIZES": str(size)}
        subprocess.run(
            [sys.executable, __file__], env={**os.environ, **environment}, check=True
        )


def _measure(generation: Generation, size: int) -> None:
    retriever = Retriever(
        generation.reader(),
        generation.analyzer(),
        encoder=generation.lsa(),
        dense=generation.dense(),
    )
    rows = [_latency(name, filters, retriever) for name, filters in CASES.items()]
    report.show(f"retrieval for a 300-character need, {size:,} documents, ms", rows)
    pages = _pages(retriever)
    report.show("lists and facet counts, ms", pages)
    memory = {"resident_mb": report.resident_mb()}
    report.show("memory while serving", [memory])
    values = {"latency": rows, "pages": pages, **memory}
    report.save("retrieval", str(size), values, note=corpus.NOTE)


def _latency(name: str, filters: Filters, retriever: Retriever) -> dict[str, Any]:
    needs = corpus.needs()
    for title, body in needs[:20]:
        retriever.retrieve(title=title, body=body, filters=filters)
    seconds: list[float] = []
    busy: list[float] = []
    phases: dict[str, list[float]] = {}
    found: list[int] = []
    for turn in range(QUERIES):
        title, body = needs[turn % len(needs)]
        watch, before = report.Stopwatch(), time.thread_time()
        answer = retriever.retrieve(title=title, body=body, filters=filters)
        seconds.append(watch.seconds)
        busy.append(time.thread_time() - before)
        found.append(len(answer.rows.numbers))
        for phase, part in answer.seconds.items():
            phases.setdefault(phase, []).append(part)
    parts = {f"{phase} p95": report.percentiles(part)["p95"] for phase, part in phases.items()}
    matching = retriever.reader.count(filters)
    return {
        "filter": name,
        "matching": matching,
        "candidates": sum(found) // len(found),
        **report.percentiles(seconds),
        **{f"cpu {name}": value for name, value in report.percentiles(busy).items()},
        **parts,
    }


def _pages(retriever: Retriever) -> list[dict[str, Any]]:
    reader = retriever.reader
    names = ("kind", "province", "fields", "modes", "trl_low", "owner_kind")
    # Counts are kept until the next commit; another order each time measures the counting.
    chance = random.Random(1)
    offers = Filters(any_of={"kind": (OFFER,)})
    words = [
        dict.fromkeys(retriever.analyzer.tokens(title)[:6], 1.0)
        for title, _body in corpus.needs()[:50]
    ]
    tasks: dict[str, Callable[[dict[str, float]], object]] = {
        "newest offers, page 3": lambda _w: reader.browse(
            Query(filters=offers), sort=Sort.NEWEST, offset=40, limit=20
        ),
        "typed words, page 1": lambda w: reader.browse(
            Query(w, offers, share=0.67), sort=Sort.RELEVANCE, offset=0, limit=20
        ),
        "facets of all offers": lambda _w: reader.facet_counts(
            Query(filters=offers), chance.sample(names, len(names))
        ),
        "facets of typed words": lambda w: reader.facet_counts(
            Query(w, offers, share=0.67), chance.sample(names, len(names))
        ),
    }
    rows = []
    for name, task in tasks.items():
        seconds = []
        for typed in words:
            watch = report.Stopwatch()
            task(typed)
            seconds.append(watch.seconds)
        rows.append({"task": name, **report.percentiles(seconds)})
    return rows


if __name__ == "__main__":
    main()
