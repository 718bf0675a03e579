"""What the matching context asks of a search engine; tantivy and OpenSearch answer it.

The engine finds candidates. It does not decide the order that people see: the score does,
from the forward rows that come back with the candidates.
"""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from yizhan.matching.engine.facets import FacetValue, Filters

CHECKPOINT_ID = 0  # the document that carries the position; real documents start at 1


class IndexUnavailable(Exception):
    """Say that searching is not possible now; pages show a notice and go on without it."""


class IndexLocked(IndexUnavailable):
    """Say that another process already writes to this index."""


def document_number(kind: int, serial: int) -> int:
    """Join kind and serial of the row into the number that the index knows it by."""
    return serial << 3 | kind


@dataclass(frozen=True, slots=True)
class Document:
    """One searchable listing: public text only, whoever may search may read it."""

    number: int
    identity: UUID
    title: str
    body: str
    facets: Mapping[str, FacetValue]
    payload: bytes = b""  # whatever the score wants to have at hand, such as indicators


@dataclass(frozen=True, slots=True)
class Put:
    """Add the document, or replace the one with the same number."""

    document: Document


@dataclass(frozen=True, slots=True)
class Drop:
    """Remove the document with this number, if it is there."""

    number: int


Operation = Put | Drop


class Sort(enum.StrEnum):
    """The orders a list without a query can have."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    DEADLINE = "deadline"
    PRICE_LOW = "price_low"
    PRICE_HIGH = "price_high"


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: words with weights, and what the documents must be.

    `share` of the words must occur (0 asks for any one of them, as a long need does;
    a typed search asks for most). An empty `words` browses.
    """

    words: Mapping[str, float] = field(default_factory=dict)
    filters: Filters = field(default_factory=Filters)
    limit: int = 500
    share: float = 0.0
    vector: NDArray[np.float32] | None = None


class Candidate(NamedTuple):
    """One hit: the number, the slot of its forward row, and the engine's own score."""

    number: int
    slot: int
    score: float


@dataclass(frozen=True, slots=True)
class Rows:
    """The forward rows of some candidates as columns: everything a score is made from.

    `words` holds the 32-bit hashes (`word_hash`) of all documents one after another; those
    of document i stand at `starts[i]:starts[i + 1]`, with `counts` (title words already
    counted `TITLE_WEIGHT` times) and `title_counts` beside them.
    """

    numbers: NDArray[np.int64]
    identities: Sequence[UUID]
    starts: NDArray[np.int64]
    words: NDArray[np.uint32]
    counts: NDArray[np.uint8]
    title_counts: NDArray[np.uint8]
    lengths: NDArray[np.uint32]
    facets: NDArray[np.void]
    vectors: NDArray[np.float32] | None
    payloads: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a browsed list and how many there are."""

    numbers: Sequence[int]
    identities: Sequence[UUID]
    total: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """What BM25 needs to know of the whole collection."""

    documents: int
    average_length: float


class SearchEngine(Protocol):
    """Find candidates; keep documents and the outbox position together."""

    def apply(self, operations: Iterable[Operation], *, checkpoint: int) -> None:
        """Write the operations and the position in one commit, all or nothing."""

    def upsert(self, document: Document) -> None:
        """Write one document and leave the position as it is."""

    def delete(self, number: int) -> None:
        """Remove one document and leave the position as it is."""

    def checkpoint(self) -> int:
        """Give the position the visible index stands at; 0 when empty."""

    def search(self, query: Query) -> list[Candidate]:
        """Give the best candidates by words, within the filters, best first."""

    def browse(self, query: Query, *, sort: Sort, offset: int, limit: int) -> Page:
        """Give one page of everything that fits, in a chosen order, with the total."""

    def rows(self, candidates: Sequence[Candidate]) -> Rows:
        """Fetch the forward rows of candidates, in the same order."""

    def document_frequencies(self, words: Sequence[str]) -> NDArray[np.int64]:
        """Tell in how many documents each word occurs."""

    def statistics(self) -> Statistics:
        """Describe the collection for BM25."""

    def facet_counts(
        self, query: Query, names: Sequence[str]
    ) -> Mapping[str, Mapping[int, int]]:
        """Count documents per facet value, each facet without its own condition."""

    def count(self, filters: Filters | None = None) -> int:
        """Count the documents that fit."""

    def reload(self) -> bool:
        """Look at the newest commit; tell whether there was one."""

    def close(self) -> None:
        """Let go of files and locks."""
