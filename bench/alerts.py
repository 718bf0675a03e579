"""Saved searches against changed listings: what asking all of them costs.

The documents are those that changed, not the corpus; the searches are titles of real needs
cut to a few words, half of them with a filter.
"""

import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.kit import corpus, report
from yizhan.matching.alerting.percolation import Asked, Percolator
from yizhan.matching.engine.facets import NEED, OFFER, SERVICE, Filters
from yizhan.matching.engine.text import Analyzer

SIZES = ((100, 1_000), (1_000, 100), (1_000, 1_000), (10_000, 1_000), (1_000, 10_000))
SHARE = 0.67
KINDS = (NEED, OFFER, SERVICE)


def main() -> None:
    """Ask and print."""
    corpus.need_data()
    analyzer = Analyzer()
    rows = [_asked(analyzer, searches, changes) for searches, changes in SIZES]
    report.show("saved searches asked of changed listings", rows)
    report.save("alerts", "percolation", {"rows": rows}, note=corpus.NOTE)


def _asked(analyzer: Analyzer, searches: int, changes: int) -> dict[str, Any]:
    titles = [title for title, _body in corpus.needs()]
    asked = [
        Asked(
            analyzer.tokens(titles[n % len(titles)])[: 1 + n % 4],
            Filters(
                any_of={"kind": (KINDS[n % 3],), **({"fields": (1 + n % 11,)} if n % 2 else {})}
            ),
        )
        for n in range(searches)
    ]
    documents = list(corpus.documents(changes))
    begun = time.perf_counter()
    percolator = Percolator(documents, analyzer, lambda _word: 1)
    ready = time.perf_counter()
    finds = sum(len(list(percolator.ask(one, share=SHARE))) for one in asked)
    done = time.perf_counter()
    return {
        "searches": searches,
        "changes": changes,
        "prepare s": round(ready - begun, 3),
        "ask s": round(done - ready, 3),
        "us a search": round((done - ready) / searches * 1e6, 1),
        "finds": finds,
    }


if __name__ == "__main__":
    main()
