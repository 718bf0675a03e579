"""The reading half of the embedded engine: tantivy finds, the forward store remembers."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tantivy import Occur, Order
from tantivy import Query as TantivyQuery

from yizhan.matching.engine import tantivy_queries as build
from yizhan.matching.engine.facets import Filters
from yizhan.matching.engine.port import (
    Candidate,
    IndexUnavailable,
    Page,
    Query,
    Rows,
    Sort,
    Statistics,
)
from yizhan.matching.engine.rescore import bm25, word_weights
from yizhan.matching.engine.store import ForwardReader
from yizhan.matching.engine.tantivy_view import WORD_FOLDER, View, open_index

RELOAD_AFTER: Final = 0.05  # seconds a reader may lag behind without being told
BROAD: Final = 0.4  # from this share on, filtering afterwards is cheaper than inside
FINE: Final = 0.1  # the same for ranges beside codes: ranges are the dear part of a filter
FEW: Final = 0.05  # below this share, and not many more than asked for, all are scored
_MOST_VALUES: Final = 4000

_ORDERS: Final = {
    Sort.NEWEST: ("published", Order.Desc),
    Sort.DEADLINE: ("order_deadline", Order.Asc),
    Sort.PRICE_LOW: ("order_price", Order.Asc),
    Sort.PRICE_HIGH: ("price_high", Order.Desc),
}


@contextmanager
def unavailable(what: str) -> Iterator[None]:
    """Turn whatever the library throws, even a Rust panic, into one honest answer."""
    try:
        yield
    except IndexUnavailable:
        raise
    except Exception as error:
        raise IndexUnavailable(f"{what}: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexUnavailable(f"{what}: {error}") from error


class TantivyReader:
    """Search one index folder from any number of threads; sees a commit within 50 ms."""

    def __init__(self, folder: Path, *, dimensions: int = 0) -> None:
        """Open what is there; an index that is not or cannot be read is unavailable."""
        self.folder = folder
        self.dimensions = dimensions
        self._lock = threading.RLock()
        if not (folder / WORD_FOLDER / "meta.json").exists():
            raise IndexUnavailable("there is no index yet: run `yizhan reindex`")
        with unavailable("the index cannot be opened"):
            self._index = open_index(folder)
            self._stamp, self._checked = self._meta_stamp(), time.monotonic()
            self._view = View(self._index, folder, dimensions, None)

    def reload(self) -> bool:
        """Look at the newest commit; tell whether there was one."""
        with self._lock:
            self._checked = time.monotonic()
            stamp = self._meta_stamp()
            if stamp == self._stamp:
                return False
            self._stamp = stamp
            with unavailable("the index cannot be read"):
                self._view = self._look()
            return True

    def checkpoint(self) -> int:
        """Give the position the visible index stands at."""
        return self._fresh().checkpoint

    def search(self, query: Query) -> list[Candidate]:
        """Give the best candidates by words, within the filters, best first."""
        view = self._fresh()
        with unavailable("the search failed"):
            kept, known = build.within_budget(query.words, view.frequency, view.documents)
            if not known:
                return []
            if query.share:
                must = build.most_words(view.schema, known, query.words, query.share)
                return self._filtered(view, must, query)
            if query.filters:
                fitting = view.fitting(query.filters).size
                # Codes alone are cheap inside the index; with ranges, more are scored outright.
                most = query.limit * (3 if query.filters.by_code() != query.filters else 1)
                if fitting <= min(most, FEW * view.extent.slots):
                    return self._few(view, query)
            found = self._candidates(view, kept, query)
            if len(found) < query.limit and len(kept) < len(known):
                found = self._candidates(view, known, query)
            return found

    def browse(self, query: Query, *, sort: Sort, offset: int, limit: int) -> Page:
        """Give one page of everything that fits, in a chosen order, with the total."""
        view = self._fresh()
        with unavailable("the list cannot be read"):
            wanted = self._all_of(view, query)
            if wanted is None:
                return Page([], [], 0)
            field, order = _ORDERS.get(sort, (None, Order.Desc))
            if field is None and not query.words:
                field = "published"
            result = view.searcher.search(
                wanted, limit, count=True, order_by_field=field, offset=offset, order=order
            )
            slots = view.slots(result.hits)
            rows = view.forward.columns[slots]
            identities = view.forward.identities(slots)
            return Page(rows["number"].tolist(), identities, _total(result))

    def rows(self, candidates: Sequence[Candidate]) -> Rows:
        """Fetch the forward rows of candidates, in the same order."""
        slots = np.array([candidate.slot for candidate in candidates], dtype=np.int64)
        with unavailable("the forward store cannot be read"):
            return self._view.forward.rows(slots)

    def document_frequencies(self, words: Sequence[str]) -> NDArray[np.int64]:
        """Tell in how many documents each word occurs."""
        view = self._view
        return np.array([view.frequency(word) for word in words], dtype=np.int64)

    def statistics(self) -> Statistics:
        """Describe the collection for BM25."""
        view = self._view
        return Statistics(view.documents, view.average_length())

    def facet_counts(
        self, query: Query, names: Sequence[str]
    ) -> Mapping[str, Mapping[int, int]]:
        """Count documents per facet value, each facet without its own condition."""
        view = self._fresh()
        filters = query.filters
        narrowed = {name: filters.dropping(name) for name in names}
        rest = [name for name in names if narrowed[name] == filters]
        groups = [(rest, filters)] if rest else []
        groups += [([name], narrowed[name]) for name in names if name not in rest]
        counts: dict[str, Mapping[int, int]] = {}
        with unavailable("the facets cannot be counted"):
            for group, fitting in groups:
                asked = Query(query.words, fitting, share=query.share)
                counts |= self._count_values(view, asked, group)
        return counts

    def count(self, filters: Filters | None = None) -> int:
        """Count the documents that fit."""
        view = self._fresh()
        if not filters:
            return view.documents
        with unavailable("the documents cannot be counted"):
            wanted = self._all_of(view, Query(filters=filters))
            return 0 if wanted is None else _total(view.searcher.search(wanted, 1, count=True))

    def find(self, number: int) -> list[Candidate]:
        """Look one document up by its number."""
        view = self._fresh()
        query = TantivyQuery.term_query(view.schema, "number", number, "basic")
        with unavailable("the document cannot be read"):
            return _ranked(view, view.searcher.search(query, 10, count=False).hits)

    def live(self, slots: NDArray[np.int64], filters: Filters) -> list[Candidate]:
        """Keep those slots that are current documents and fit; for vectors' candidates."""
        view = self._view
        slots = slots[slots < view.extent.slots]
        return self._current(view, slots[view.fitting(filters).mask[slots]])

    def fitting(self, filters: Filters) -> tuple[ForwardReader, NDArray[np.bool_] | None]:
        """Give the forward store and which of its slots fit; None where all do."""
        view = self._view
        return view.forward, view.fitting(filters).mask if filters else None

    @property
    def forward(self) -> ForwardReader:
        """The forward store as of the commit in view."""
        return self._view.forward

    def close(self) -> None:
        """Nothing is held that the collector would not let go of."""

    def _fresh(self) -> View:
        if time.monotonic() - self._checked > RELOAD_AFTER:
            self.reload()
        return self._view

    def _meta_stamp(self) -> tuple[int, int]:
        try:
            status = (self.folder / WORD_FOLDER / "meta.json").stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_ino)

    def _look(self) -> View:
        self._index.reload()
        return View(self._index, self.folder, self.dimensions, self._view)

    def _current(self, view: View, slots: NDArray[np.int64]) -> list[Candidate]:
        if not len(slots):
            return []
        # One clause per slot: a term set would walk the whole dictionary.
        terms = [
            (Occur.Should, TantivyQuery.term_query(view.schema, "slot", slot, "basic"))
            for slot in slots.tolist()
        ]
        query = TantivyQuery.boolean_query(terms)
        hits = view.searcher.search(query, len(slots), count=False).hits
        return _with_numbers(view, view.slots(hits), np.zeros(len(hits)))

    def _candidates(self, view: View, words: Sequence[str], query: Query) -> list[Candidate]:
        """Search wide and filter afterwards where that is cheaper than filtering inside."""
        wanted = build.any_word(view.schema, words, query.words)
        filters = query.filters
        if not filters:
            return _ranked(view, view.searcher.search(wanted, query.limit, count=False).hits)
        fits = view.fitting(filters)
        coarse = filters.by_code()
        if fits.size >= BROAD * view.extent.slots:
            found = self._afterwards(view, wanted, Filters(), query)
        elif coarse != filters and fits.size >= FINE * view.fitting(coarse).size:
            found = self._afterwards(view, wanted, coarse, query)
        else:
            found = None
        return self._filtered(view, wanted, query) if found is None else found

    def _afterwards(
        self, view: View, wanted: TantivyQuery, coarse: Filters, query: Query
    ) -> list[Candidate] | None:
        """Find by a coarser filter, throw out what does not fit; None if too little stays."""
        fits = view.fitting(query.filters)
        of = view.fitting(coarse).size if coarse else view.extent.slots
        reach = int(query.limit * of / max(1, fits.size) * 1.1) + 32
        clauses = build.filter_clauses(view.schema, coarse)
        if clauses:
            wanted = TantivyQuery.boolean_query([(Occur.Must, wanted), *clauses])
        hits = view.searcher.search(wanted, reach, count=False).hits
        slots = view.slots(hits)
        good = fits.mask[slots]
        if np.count_nonzero(good) < query.limit and len(hits) == reach:
            return None
        scores = np.array([score for score, _ in hits], dtype=np.float64)[good]
        return _with_numbers(view, slots[good][: query.limit], scores[: query.limit])

    def _few(self, view: View, query: Query) -> list[Candidate]:
        """Score everything that fits: exact, and cheaper than looking for it."""
        slots = np.flatnonzero(view.fitting(query.filters).mask)
        found = self._current(view, slots)
        rows = view.forward.rows(np.array([c.slot for c in found], dtype=np.int64))
        counted = {word: view.frequency(word) for word in query.words}
        statistics = Statistics(view.documents, view.average_length())
        keyed = word_weights(query.words, counted, statistics.documents)
        scores = bm25(rows, keyed, statistics)
        order = np.argsort(-scores, kind="stable")
        order = order[scores[order] > 0][: query.limit].tolist()
        return [found[place]._replace(score=float(scores[place])) for place in order]

    def _filtered(self, view: View, wanted: TantivyQuery, query: Query) -> list[Candidate]:
        clauses = build.filter_clauses(view.schema, query.filters)
        if clauses:
            wanted = TantivyQuery.boolean_query([(Occur.Must, wanted), *clauses])
        return _ranked(view, view.searcher.search(wanted, query.limit, count=False).hits)

    def _all_of(self, view: View, query: Query) -> TantivyQuery | None:
        clauses = build.filter_clauses(view.schema, query.filters)
        if not query.words:
            return TantivyQuery.boolean_query(build.everything(view.schema) + clauses)
        known = [word for word in query.words if view.frequency(word)]
        if not known:
            return None
        words = build.most_words(view.schema, known, query.words, query.share)
        return TantivyQuery.boolean_query([(Occur.Must, words), *clauses])

    def _count_values(
        self, view: View, query: Query, names: Sequence[str]
    ) -> dict[str, Mapping[int, int]]:
        key = repr((query.words, query.filters, query.share, tuple(names)))
        known = view.counted.get(key)
        if known is None:
            known = view.remember(key, self._counted(view, query, names))
        return known

    def _counted(
        self, view: View, query: Query, names: Sequence[str]
    ) -> dict[str, Mapping[int, int]]:
        wanted = self._all_of(view, query)
        if wanted is None:
            return {name: {} for name in names}
        asked = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in names}
        answer = view.searcher.aggregate(wanted, asked)
        return {
            name: {
                int(bucket["key"]): int(bucket["doc_count"])
                for bucket in answer[name]["buckets"]
                if int(bucket["key"]) > 0
            }
            for name in names
        }


def _total(result: Any) -> int:
    # The number is there, but the library's type stub does not know of it.
    return int(result.count)


def _ranked(view: View, hits: Sequence[tuple[Any, Any]]) -> list[Candidate]:
    if not hits:
        return []
    return _with_numbers(view, view.slots(hits), np.array([score for score, _ in hits]))


def _with_numbers(
    view: View, slots: NDArray[np.int64], scores: NDArray[np.floating[Any]]
) -> list[Candidate]:
    numbers = view.forward.columns["number"][slots]
    triples = zip(numbers.tolist(), slots.tolist(), scores.tolist(), strict=True)
    return list(map(Candidate._make, triples))
