"""Where the forward rows live: a stored field of tantivy, or a file beside it with slots.

The decision in docs/decisions/ rests on these figures: fetching 500 random rows, and what
building costs with merges included.
"""

import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import tantivy

from bench.kit import corpus, indexes, report
from yizhan.matching.engine.bags import Prepared, prepare
from yizhan.matching.engine.text import Analyzer

HOME = indexes.ROOT / "forward"
FETCHED = 500
TURNS = 100


def main() -> None:
    """Build both ways, fetch, compare."""
    corpus.need_data()
    size = indexes.sizes("50000")[0]
    shutil.rmtree(HOME, ignore_errors=True)
    analyzer = Analyzer()
    prepared = [prepare(document, analyzer) for document in corpus.documents(size)]
    rows = [_stored(prepared), _beside(prepared)]
    report.show(f"{FETCHED} forward rows of {size:,}", rows)
    report.save("forward", str(size), {"rows": rows}, note=corpus.NOTE)


def _stored(prepared: list[Prepared]) -> dict[str, Any]:
    folder, watch = HOME / "stored", time.process_time()
    index = _index(folder, stored=True)
    _write(index, [{"text": one.text, "row": one.column + one.row} for one in prepared])
    built = time.process_time() - watch
    index.reload()
    searcher = index.searcher()
    places = [place for _, place in searcher.search(_all(), len(prepared), count=False).hits]
    chance = np.random.default_rng(1)

    def fetch() -> int:
        picked = chance.integers(0, len(places), FETCHED).tolist()
        return sum(len(searcher.doc(places[at])["row"][0]) for at in picked)

    return _figures("stored field", built, folder, fetch)


def _beside(prepared: list[Prepared]) -> dict[str, Any]:
    folder, watch = HOME / "beside", time.process_time()
    index = _index(folder, stored=False)
    ends = np.cumsum([len(one.column) + len(one.row) for one in prepared])
    starts = np.concatenate(([0], ends[:-1]))
    file = folder / "rows.bin"
    file.write_bytes(b"".join(one.column + one.row for one in prepared))
    _write(index, [{"text": one.text, "slot": slot} for slot, one in enumerate(prepared)])
    built = time.process_time() - watch
    index.reload()
    searcher = index.searcher()
    places = [place for _, place in searcher.search(_all(), len(prepared), count=False).hits]
    opened = os.open(file, os.O_RDONLY)
    chance = np.random.default_rng(1)

    def fetch() -> int:
        picked = chance.integers(0, len(places), FETCHED).tolist()
        slots = np.array(searcher.fast_field_values("slot", [places[at] for at in picked]))
        spans = zip((ends[slots] - starts[slots]).tolist(), starts[slots].tolist(), strict=True)
        return sum(len(os.pread(opened, length, at)) for length, at in spans)

    return _figures("file beside, slot in a fast field", built, folder, fetch)


def _figures(name: str, built: float, folder: Path, fetch: Any) -> dict[str, Any]:
    fetch()
    busy: list[float] = []
    clock: list[float] = []
    for _ in range(TURNS):
        watch, before = report.Stopwatch(), time.thread_time()
        fetch()
        clock.append(watch.seconds)
        busy.append(time.thread_time() - before)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    cpu = {f"cpu {key}": value for key, value in report.percentiles(busy).items()}
    return {
        "way": name,
        "build cpu s": round(built, 2),
        "disk MB": round(size, 1),
        **report.percentiles(clock),
        **cpu,
    }


def _index(folder: Path, *, stored: bool) -> tantivy.Index:
    folder.mkdir(parents=True)
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="words", index_option="freq")
    if stored:
        builder.add_bytes_field("row", stored=True)
    else:
        builder.add_integer_field("slot", fast=True)
    index = tantivy.Index(builder.build(), path=str(folder))
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("words", words)
    return index


def _write(index: tantivy.Index, entries: list[dict[str, Any]]) -> None:
    writer = index.writer(heap_size=64 << 20, num_threads=1)
    for place, entry in enumerate(entries):
        writer.add_document(tantivy.Document.from_dict(entry, index.schema))
        if place % 5_000 == 4_999:
            writer.commit()
    writer.commit()
    writer.wait_merging_threads()


def _all() -> tantivy.Query:
    return tantivy.Query.all_query()


if __name__ == "__main__":
    main()
