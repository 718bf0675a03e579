"""The same port on an OpenSearch cluster, for installations that outgrow one machine.

The tokens are the same, in a whitespace field, so candidates are the same as tantivy's. A
bulk is not one transaction: the position is written after the documents it stands for, and
doing a change twice does no harm.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import httpx
import numpy as np
from numpy.typing import NDArray

from yizhan.matching.engine import opensearch_queries as build
from yizhan.matching.engine.bags import COLUMNS, Prepared, prepare
from yizhan.matching.engine.encoders import Encoder
from yizhan.matching.engine.facets import NO_PRICE, Filters
from yizhan.matching.engine.port import (
    CHECKPOINT_ID,
    Candidate,
    Document,
    Drop,
    IndexUnavailable,
    Operation,
    Page,
    Put,
    Query,
    Rows,
    Sort,
    Statistics,
)
from yizhan.matching.engine.store import VECTOR_TYPE, unpack_rows
from yizhan.matching.engine.tantivy_queries import within_budget
from yizhan.matching.engine.text import Analyzer

SECONDS: Final = 5.0
_CHECKPOINT: Final = "checkpoint"


class OpenSearchEngine:
    """Search and write one index, named as a generation is; `switch` moves the alias."""

    def __init__(
        self, address: str, index: str, analyzer: Analyzer, *, encoder: Encoder | None = None
    ) -> None:
        """Take the address of the cluster as the operator gave it."""
        self.index = index
        self.analyzer = analyzer
        self.encoder = encoder
        self._client = httpx.Client(base_url=address, timeout=SECONDS, trust_env=False)
        self._frequencies: dict[str, int] = {}
        self._statistics = Statistics(0, 0.0)

    def create(self) -> None:
        """Make the index with its mapping."""
        self._ask("PUT", f"/{self.index}", build.MAPPING)

    def switch(self, alias: str) -> None:
        """Let the alias point here and nowhere else, in one step."""
        now = self._ask("GET", f"/_alias/{alias}", missing={})
        actions: list[dict[str, Any]] = [
            {"remove": {"index": index, "alias": alias}} for index in now
        ]
        actions.append({"add": {"index": self.index, "alias": alias}})
        self._ask("POST", "/_aliases", {"actions": actions})

    # writing

    def apply(self, operations: Iterable[Operation], *, checkpoint: int) -> None:
        """Write the operations, then the position; both are visible on return."""
        last: dict[int, Operation] = {}
        for operation in operations:
            number = (
                operation.number if isinstance(operation, Drop) else operation.document.number
            )
            last[number] = operation
        puts = [op.document for op in last.values() if isinstance(op, Put)]
        prepared = [prepare(document, self.analyzer) for document in puts]
        drops = [op.number for op in last.values() if isinstance(op, Drop)]
        self.write(prepared, drops=drops, checkpoint=checkpoint)

    def write(
        self, prepared: Sequence[Prepared], *, drops: Sequence[int] = (), checkpoint: int
    ) -> None:
        """Write prepared documents; `drops` are removed."""
        lines: list[Any] = [{"delete": {"_id": str(number)}} for number in drops]
        vectors = self.encoder.encode_documents(prepared) if self.encoder else None
        for place, one in enumerate(prepared):
            vector = (
                vectors[place].astype(VECTOR_TYPE).tobytes() if vectors is not None else b""
            )
            lines += [{"index": {"_id": str(one.number)}}, _source(one, vector)]
        if lines:
            self._bulk(lines)
        position = {"number": CHECKPOINT_ID, "sequence": checkpoint}
        self._bulk([{"index": {"_id": _CHECKPOINT}}, position])
        self._forget()

    def upsert(self, document: Document) -> None:
        """Write one document and leave the position as it is."""
        self.apply([Put(document)], checkpoint=self.checkpoint())

    def delete(self, number: int) -> None:
        """Remove one document and leave the position as it is."""
        self.apply([Drop(number)], checkpoint=self.checkpoint())

    def checkpoint(self) -> int:
        """Give the position the index stands at; 0 when empty."""
        answer = self._ask("GET", f"/{self.index}/_doc/{_CHECKPOINT}", missing={})
        return int(answer.get("_source", {}).get("sequence", 0))

    # reading

    def search(self, query: Query) -> list[Candidate]:
        """Give the best candidates by words, within the filters, best first."""
        words = list(query.words)
        counted = dict(zip(words, self.document_frequencies(words).tolist(), strict=True))
        kept, known = within_budget(
            query.words, counted.__getitem__, self._statistics.documents
        )
        if not known:
            return []
        found = self._candidates(known if query.share else kept, query)
        if len(found) < query.limit and len(kept) < len(known) and not query.share:
            found = self._candidates(known, query)
        return found

    def browse(self, query: Query, *, sort: Sort, offset: int, limit: int) -> Page:
        """Give one page of everything that fits, in a chosen order, with the total."""
        body = {
            "query": build.words_and_filters(
                list(query.words), query.words, query.filters, query.share
            ),
            "sort": build.ORDERS[sort],
            "from": offset,
            "size": limit,
            "track_total_hits": True,
            "_source": ["column"],
        }
        hits = self._search(body)["hits"]
        columns = _columns(hit["_source"] for hit in hits["hits"])
        identities = [UUID(bytes=bytes(raw)) for raw in columns["identity"]]
        return Page(columns["number"].tolist(), identities, int(hits["total"]["value"]))

    def rows(self, candidates: Sequence[Candidate]) -> Rows:
        """Fetch the forward rows of candidates, in the same order."""
        wanted = {"ids": [str(candidate.number) for candidate in candidates]}
        sources: list[dict[str, str]] = []
        if candidates:
            answer = self._ask("POST", f"/{self.index}/_mget", wanted)
            sources = [doc["_source"] for doc in answer["docs"] if doc.get("found")]
        raws = [b64decode(source["row"]) for source in sources]
        vectors = None
        if self.encoder is not None:
            packed = b"".join(b64decode(source["vector"]) for source in sources)
            flat = np.frombuffer(packed, dtype=VECTOR_TYPE).astype(np.float32)
            vectors = flat.reshape(len(sources), self.encoder.dimensions)
        return unpack_rows(_columns(sources), raws, vectors)

    def document_frequencies(self, words: Sequence[str]) -> NDArray[np.int64]:
        """Tell in how many documents each word occurs; remembered until something changes."""
        fresh = [word for word in words if word not in self._frequencies]
        if fresh:
            self._count(fresh)
        return np.array([self._frequencies[word] for word in words], dtype=np.int64)

    def statistics(self) -> Statistics:
        """Describe the collection for BM25."""
        if not self._statistics.documents:
            self._count([_CHECKPOINT])
        return self._statistics

    def facet_counts(
        self, query: Query, names: Sequence[str]
    ) -> Mapping[str, Mapping[int, int]]:
        """Count documents per facet value, each facet without its own condition."""
        body = {
            "query": build.words_and_filters(
                list(query.words), query.words, Filters(), query.share
            ),
            "size": 0,
            "aggs": {name: build.facet_aggregation(name, query.filters) for name in names},
        }
        answer = self._search(body)["aggregations"]
        return {
            name: {
                int(bucket["key"]): int(bucket["doc_count"])
                for bucket in answer[name]["values"]["buckets"]
                if int(bucket["key"]) > 0
            }
            for name in names
        }

    def count(self, filters: Filters | None = None) -> int:
        """Count the documents that fit."""
        query = build.words_and_filters([], {}, filters or Filters())
        return int(self._ask("POST", f"/{self.index}/_count", {"query": query})["count"])

    def reload(self) -> bool:
        """Forget what was counted; the cluster itself shows the newest refresh."""
        self._forget()
        return True

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    # inside

    def _candidates(self, words: Sequence[str], query: Query) -> list[Candidate]:
        body = {
            "query": build.words_and_filters(words, query.words, query.filters, query.share),
            "size": query.limit,
            "track_total_hits": False,
            "_source": False,
        }
        hits = self._search(body)["hits"]["hits"]
        numbers = [int(hit["_id"]) for hit in hits]
        scores = [float(hit["_score"]) for hit in hits]
        return [Candidate(n, n, score) for n, score in zip(numbers, scores, strict=True)]

    def _search(self, body: Mapping[str, Any]) -> dict[str, Any]:
        # Without this every shard would weigh words by its own documents.
        path = f"/{self.index}/_search?search_type=dfs_query_then_fetch"
        return self._ask("POST", path, body)

    def _count(self, words: Sequence[str]) -> None:
        path = f"/{self.index}/_termvectors"
        answer = self._ask("POST", path, build.statistics_request(words))
        field = answer.get("term_vectors", {}).get(build.TEXT, {})
        terms = field.get("terms", {})
        self._frequencies |= {
            word: int(terms.get(word, {}).get("doc_freq", 0)) for word in words
        }
        totals = field.get("field_statistics", {})
        documents = int(totals.get("doc_count", 0))
        length = int(totals.get("sum_ttf", 0)) / documents if documents else 0.0
        self._statistics = Statistics(documents, length)

    def _forget(self) -> None:
        self._frequencies.clear()
        self._statistics = Statistics(0, 0.0)

    def _bulk(self, lines: Sequence[Any]) -> None:
        body = "".join(json.dumps(line) + "\n" for line in lines)
        answer = self._ask("POST", f"/{self.index}/_bulk?refresh=true", body)
        failed = [
            item
            for item in answer["items"]
            for result in item.values()
            if result["status"] >= 300 and not ("delete" in item and result["status"] == 404)
        ]
        if failed:
            raise IndexUnavailable(f"the cluster refused {len(failed)} changes: {failed[0]}")

    def _ask(
        self, method: str, path: str, body: Any = None, *, missing: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        text = body if isinstance(body, str) else json.dumps(body) if body is not None else None
        kind = "application/x-ndjson" if isinstance(body, str) else "application/json"
        try:
            answer = self._client.request(
                method, path, content=text, headers={"Content-Type": kind}
            )
            if answer.status_code == httpx.codes.NOT_FOUND and missing is not None:
                return missing
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise IndexUnavailable(f"the cluster does not answer: {error}") from error
        return found


def _source(one: Prepared, vector: bytes) -> dict[str, Any]:
    # What is missing is left out, so that it sorts last and fits every overlap.
    facets = {name: value for name, value in one.facets.items() if value not in ([], NO_PRICE)}
    packed = {"column": one.column, "row": one.row, "vector": vector}
    binary = {name: b64encode(raw).decode() for name, raw in packed.items() if raw}
    return {"number": one.number, build.TEXT: one.text, **facets, **binary}


def _columns(sources: Iterable[Mapping[str, str]]) -> NDArray[np.void]:
    raw = b"".join(b64decode(source["column"]) for source in sources)
    return np.frombuffer(raw, dtype=COLUMNS)
