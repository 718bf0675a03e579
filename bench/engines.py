"""PostgreSQL full text, SQLite FTS5 and bm25s beside our engine, on the same tokens.

One size in one run, one thread; the slow ones get few queries, and nothing is extrapolated.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", NUMBA_NUM_THREADS="1")

import contextlib
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import bm25s
import psutil
import psycopg

from bench.kit import corpus, indexes, report
from yizhan.config.postgres import Cluster
from yizhan.matching.engine.bags import Prepared, prepare
from yizhan.matching.engine.facets import Filters
from yizhan.matching.engine.port import Query
from yizhan.matching.engine.tantivy_engine import TantivyEngine
from yizhan.matching.engine.text import Analyzer

LIMIT = 500
QUERIES = {"ours": 100, "ours, all words": 100, "bm25s": 100, "SQLite": 20, "PostgreSQL": 10}
HOME = indexes.ROOT / "engines"

_open = contextlib.ExitStack()  # the server runs until the end
_servers: dict[str, int] = {}
Search = Callable[[Sequence[str]], int]


def main() -> None:
    """Build each index, ask the same needs, write one table."""
    corpus.need_data()
    size = indexes.sizes("100000")[0]
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    analyzer = Analyzer()
    prepared = [prepare(document, analyzer) for document in corpus.documents(size)]
    needs = [analyzer.tokens(f"{title}\n{body}") for title, body in corpus.needs()]
    makers: dict[str, Callable[[list[Prepared]], Search]] = {
        "ours": _ours,
        "ours, all words": _ours_exhaustively,
        "bm25s": _bm25s,
        "SQLite": _sqlite,
        "PostgreSQL": _postgresql,
    }
    rows = [_measure(name, make, prepared, needs) for name, make in makers.items()]
    fastest = rows[0]["cpu p50"]
    for row in rows:
        row["times ours"] = round(row["cpu p50"] / fastest, 1)
    report.show(f"the best {LIMIT} of {size:,} documents for a 300-character need, ms", rows)
    _open.close()
    report.save("engines", str(size), {"rows": rows}, note=corpus.NOTE)


def _measure(
    name: str,
    make: Callable[[list[Prepared]], Search],
    prepared: list[Prepared],
    needs: Sequence[Sequence[str]],
) -> dict[str, Any]:
    watch = report.Stopwatch()
    search = make(prepared)
    built = watch.seconds
    search(needs[0])
    clock: list[float] = []
    busy: list[float] = []
    for turn in range(QUERIES[name]):
        watch, before = report.Stopwatch(), _processor_time(name)
        search(needs[turn % len(needs)])
        clock.append(watch.seconds)
        busy.append(_processor_time(name) - before)
    values = {f"clock {key}": value for key, value in report.percentiles(clock).items()}
    return {
        "engine": name,
        "queries": QUERIES[name],
        "build s": round(built, 1),
        **values,
        "cpu p50": report.percentiles(busy)["p50"],
    }


def _processor_time(name: str) -> float:
    """Read what this thread has used, or the server's process where the work is done there."""
    worker = _servers.get(name)
    if worker is None:
        return time.thread_time()
    used = psutil.Process(worker).cpu_times()
    return float(used.user + used.system)


def _ours(prepared: list[Prepared]) -> Search:
    engine = TantivyEngine(HOME / "ours", Analyzer(), bulk=True)
    engine.write(prepared, checkpoint=1)
    engine.merge()

    def search(words: Sequence[str]) -> int:
        weights = {word: float(times) for word, times in Counter(words).items()}
        return len(engine.search(Query(weights, Filters(), LIMIT)))

    return search


def _ours_exhaustively(_prepared: list[Prepared]) -> Search:
    engine = TantivyEngine(HOME / "ours", Analyzer())

    def search(words: Sequence[str]) -> int:
        weights = {word: float(times) for word, times in Counter(words).items()}
        # Asking for nearly all of one word's share keeps every word in the query.
        return len(engine.search(Query(weights, Filters(), LIMIT, share=1e-9)))

    return search


def _bm25s(prepared: list[Prepared]) -> Search:
    model: Any = bm25s.BM25(k1=1.2, b=0.75, method="lucene", backend="numba")
    model.index([one.text.split(" ") for one in prepared], show_progress=False)

    def search(words: Sequence[str]) -> int:
        found, _scores = model.retrieve(
            [list(words)], k=LIMIT, show_progress=False, n_threads=1
        )
        return len(found[0])

    return search


def _sqlite(prepared: list[Prepared]) -> Search:
    database = sqlite3.connect(HOME / "fts.sqlite")
    database.execute(
        "CREATE VIRTUAL TABLE words USING fts5"
        "(text, content='', tokenize=\"unicode61 tokenchars '.-'\")"
    )
    rows = ((one.number, one.text) for one in prepared)
    database.executemany("INSERT INTO words(rowid, text) VALUES (?, ?)", rows)
    database.execute("INSERT INTO words(words) VALUES ('optimize')")
    database.commit()
    asked = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?"

    def search(words: Sequence[str]) -> int:
        query = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
        return len(database.execute(asked, (query, LIMIT)).fetchall())

    return search


def _postgresql(prepared: list[Prepared]) -> Search:
    cluster = Cluster(HOME / "postgres")
    _open.enter_context(cluster.in_use())
    link = psycopg.connect(cluster.address("yizhan", "yizhan"), autocommit=True)
    _servers["PostgreSQL"] = link.info.backend_pid
    link.execute("CREATE TABLE words (number bigint PRIMARY KEY, vector tsvector NOT NULL)")
    with link.cursor() as cursor, cursor.copy("COPY words FROM STDIN") as copy:
        for one in prepared:
            copy.write_row((one.number, _vector(one.text)))
    link.execute("CREATE INDEX ON words USING gin (vector)")
    link.execute("VACUUM ANALYZE words")
    link.execute("SET max_parallel_workers_per_gather = 0")
    asked = (
        "SELECT number FROM words WHERE vector @@ %s::tsquery "
        "ORDER BY ts_rank(vector, %s::tsquery) DESC LIMIT %s"
    )

    def search(words: Sequence[str]) -> int:
        query = " | ".join(_quoted(word) for word in dict.fromkeys(words))
        return len(link.execute(asked, (query, query, LIMIT)).fetchall())

    return search


def _vector(text: str) -> str:
    places: dict[str, list[int]] = {}
    for place, word in enumerate(text.split(" "), start=1):
        places.setdefault(word, []).append(min(place, 16_383))
    return " ".join(f"{_quoted(w)}:{','.join(map(str, p))}" for w, p in places.items())


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


if __name__ == "__main__":
    main()
