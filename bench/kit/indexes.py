"""Build an index of a size once and keep it for the other benchmarks of a run."""

import os
import resource
import shutil
from pathlib import Path
from typing import Any

from bench.kit.corpus import documents, texts
from bench.kit.report import Stopwatch, resident_mb
from yizhan.matching.engine.bulk import Helpers, finish, learn_vectors, write_documents
from yizhan.matching.engine.generations import Generation, IndexHome
from yizhan.matching.engine.lexicon import learn_lexicon
from yizhan.matching.engine.text import Analyzer
from yizhan.matching.indexing.outlined import with_outline

ROOT = Path(os.environ.get("YIZHAN_BENCH_DATA", "var/bench")).resolve()


def sizes(default: str = "100000") -> list[int]:
    """Read the sizes to measure: YIZHAN_BENCH_SIZES=100000,1000000."""
    return [int(size) for size in os.environ.get("YIZHAN_BENCH_SIZES", default).split(",")]


def build(size: int, *, workers: int | None = None) -> tuple[Generation, dict[str, Any]]:
    """Build anew and tell how long each part took; the corpus is generated before."""
    home = IndexHome(ROOT / f"index-{size}")
    shutil.rmtree(home.root, ignore_errors=True)
    generation = home.make("gen-bench")
    watch = Stopwatch()
    lexicon = learn_lexicon(title + "。" + "".join(body) for title, body in texts())
    learned = watch.seconds
    generation.save_lexicon(lexicon)
    analyzer = Analyzer(lexicon)
    # Generating is the benchmark's own work: hold the documents ready where memory allows.
    source = list(documents(size)) if size <= 200_000 else documents(size)
    watch, before = Stopwatch(), _processor_seconds()
    helpers = Helpers(workers, with_outline)
    count = write_documents(generation, source, analyzer, checkpoint=1, helpers=helpers)
    written, busy = watch.seconds, _processor_seconds() - before
    watch = Stopwatch()
    encoder = learn_vectors(generation)
    vectors = watch.seconds
    finish(generation, analyzer=analyzer, encoder=encoder, built_at="", documents=count)
    home.switch(generation)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    figures = {
        "documents": count,
        "lexicon_words": len(lexicon),
        "lexicon_s": round(learned, 1),
        "write_s": round(written, 1),
        "documents_per_s": round(count / written),
        # What two cores would give if nobody else used them: the build keeps both busy.
        "documents_per_s_of_two_idle_cores": round(2 * count / busy),
        "generating_inside": size > 200_000,
        "vectors_s": round(vectors, 1),
        "peak_mb": round(peak),
        "resident_mb": resident_mb(),
        "disk_mb": disk_mb(generation),
    }
    return generation, figures


def _processor_seconds() -> float:
    """Sum what this process and its finished children have used."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def disk_mb(generation: Generation) -> dict[str, float]:
    """Measure the parts of a generation on disk."""
    found: dict[str, float] = {}
    for path in generation.folder.rglob("*"):
        if path.is_file():
            name = path.relative_to(generation.folder).parts[0]
            found[name] = found.get(name, 0.0) + path.stat().st_size / 1e6
    return {name: round(size, 1) for name, size in sorted(found.items())}


def existing(size: int) -> Generation:
    """Give the index of an earlier benchmark of this run, or build it."""
    home = IndexHome(ROOT / f"index-{size}")
    return home.current() if home.pointer() else build(size)[0]
