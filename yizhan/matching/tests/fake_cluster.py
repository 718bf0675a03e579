"""A small stand-in for OpenSearch: it runs the requests that our driver sends, and no others.

An unknown path, clause or parameter is an error, so that a test notices when the driver
starts to rely on something that nobody has written down.
"""

import json
import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Clause = Mapping[str, Any]
Source = dict[str, Any]


class Cluster:
    """Indexes by name, aliases, and every request that came in."""

    def __init__(self) -> None:
        """Start empty."""
        self.indexes: dict[str, dict[str, Source]] = {}
        self.aliases: dict[str, str] = {}
        self.requests: list[tuple[str, str, Any]] = []

    def answer(self, method: str, path: str, body: str) -> tuple[int, Any]:
        """Run one request."""
        route, _, parameters = path.partition("?")
        lines: list[Any] = [json.loads(line) for line in body.splitlines() if line]
        self.requests.append((method, path, lines))
        if route == "/_aliases":
            return self._switch(lines[0]["actions"])
        if route.startswith("/_alias/"):
            index = self.aliases.get(route.removeprefix("/_alias/"))
            return (200, {index: {}}) if index else (404, {})
        name, _, action = route.lstrip("/").partition("/")
        if method == "PUT" and not action:
            assert lines[0]["mappings"]["properties"]["text"]["analyzer"] == "whitespace"
            self.indexes[name] = {}
            return 200, {"acknowledged": True}
        documents = self.indexes.get(self.aliases.get(name, name))
        if documents is None:
            return 404, {"error": "index_not_found_exception"}
        return self._on_documents(documents, action, parameters, lines)

    def _switch(self, actions: list[dict[str, Any]]) -> tuple[int, Any]:
        for action in actions:
            ((verb, values),) = action.items()
            if verb == "remove":
                assert self.aliases.pop(values["alias"]) == values["index"]
            else:
                self.aliases[values["alias"]] = values["index"]
        return 200, {"acknowledged": True}

    def _on_documents(
        self, documents: dict[str, Source], action: str, parameters: str, lines: list[Any]
    ) -> tuple[int, Any]:
        if action.startswith("_doc/"):
            source = documents.get(action.removeprefix("_doc/"))
            return (200, {"_source": source}) if source else (404, {"found": False})
        expected = {"_bulk": "refresh=true", "_search": "search_type=dfs_query_then_fetch"}
        assert parameters == expected.get(action, "")
        run: dict[str, Callable[[], Any]] = {
            "_bulk": lambda: {"items": _bulk(documents, lines)},
            "_mget": lambda: {"docs": [_got(documents.get(id_)) for id_ in lines[0]["ids"]]},
            "_termvectors": lambda: _term_vectors(documents, lines[0]),
            "_count": lambda: {"count": len(_hits(documents, lines[0]["query"]))},
            "_search": lambda: _search(documents, lines[0]),
        }
        return 200, run[action]()


def _got(source: Source | None) -> Any:
    return {"found": source is not None, "_source": source}


def _bulk(documents: dict[str, Source], lines: list[Any]) -> list[Any]:
    items, rest = [], iter(lines)
    for line in rest:
        ((verb, values),) = line.items()
        if verb == "delete":
            gone = documents.pop(values["_id"], None)
            items.append({"delete": {"status": 200 if gone else 404}})
        else:
            source = next(rest)
            refused = "REFUSE" in source.get("text", "")
            items.append({"index": {"status": 400 if refused else 201}})
            if not refused:
                documents[values["_id"]] = source
    return items


def _texts(documents: dict[str, Source]) -> dict[str, Counter[str]]:
    return {id_: Counter(d["text"].split()) for id_, d in documents.items() if "text" in d}


def _term_vectors(documents: dict[str, Source], body: Clause) -> Any:
    assert body["term_statistics"]
    bags = _texts(documents)
    words = body["doc"]["text"].split()
    counts = {w: {"doc_freq": sum(w in bag for bag in bags.values())} for w in words}
    totals = {
        "doc_count": len(bags),
        "sum_ttf": sum(sum(bag.values()) for bag in bags.values()),
    }
    return {"term_vectors": {"text": {"field_statistics": totals, "terms": counts}}}


def _search(documents: dict[str, Source], body: Clause) -> Any:
    hits = _hits(documents, body["query"])
    answer: dict[str, Any] = {}
    if "aggs" in body:
        answer["aggregations"] = {
            n: _facet(documents, hits, a) for n, a in body["aggs"].items()
        }
    ordered = sorted(hits, key=lambda id_: -hits[id_])
    for order in reversed(body.get("sort", [])):
        ((field, how),) = order.items()
        if field != "_score":
            assert how["missing"] == "_last"
            sign = -1 if how["order"] == "desc" else 1
            ordered.sort(key=lambda id_: sign * documents[id_].get(field, sign * math.inf))
    first = body.get("from", 0)
    page = [
        {"_id": id_, "_score": hits[id_], "_source": documents[id_]}
        for id_ in ordered[first : first + body["size"]]
    ]
    return answer | {"hits": {"total": {"value": len(hits)}, "hits": page}}


def _facet(documents: dict[str, Source], hits: Mapping[str, float], asked: Clause) -> Any:
    field = asked["aggs"]["values"]["terms"]["field"]
    counts: Counter[int] = Counter()
    for id_ in hits:
        if _fits(documents[id_], asked["filter"]):
            value = documents[id_].get(field, [])
            counts.update(value if isinstance(value, list) else [value])
    buckets = [{"key": key, "doc_count": count} for key, count in counts.items()]
    return {"values": {"buckets": buckets}}


def _hits(documents: dict[str, Source], query: Clause) -> dict[str, float]:
    asked = query["bool"]
    assert set(asked) <= {"filter", "must_not", "should", "minimum_should_match"}
    bags = _texts(documents)
    mean = sum(sum(bag.values()) for bag in bags.values()) / max(1, len(bags))
    bare = {"bool": {"filter": asked["filter"], "must_not": asked["must_not"]}}
    hits = {}
    for id_, source in documents.items():
        if not _fits(source, bare):
            continue
        bag = bags.get(id_, Counter())
        parts = [
            _bm25(clause["term"]["text"], bag, bags, mean) for clause in asked.get("should", [])
        ]
        if not parts or sum(part > 0 for part in parts) >= asked["minimum_should_match"]:
            hits[id_] = sum(parts)
    return hits


def _bm25(
    asked: Clause, bag: Counter[str], bags: Mapping[str, Counter[str]], mean: float
) -> float:
    times = bag[asked["value"]]
    found = sum(asked["value"] in other for other in bags.values())
    rarity = math.log(1 + (len(bags) - found + 0.5) / (found + 0.5))
    norm = 1.2 * (0.25 + 0.75 * sum(bag.values()) / mean)
    return float(asked["boost"]) * rarity * times / (times + norm)


def _fits(source: Source, clause: Clause) -> bool:
    ((kind, asked),) = clause.items()
    if kind == "bool":
        return _fits_all(source, asked)
    if kind == "exists":
        return asked["field"] in source
    ((field, wanted),) = asked.items()
    value = source.get(field, [])
    values = value if isinstance(value, list) else [value]
    if kind == "term":
        return wanted in values
    if kind == "terms":
        return bool(set(wanted) & set(values))
    assert kind == "range"
    low, high = wanted.get("gte", -math.inf), wanted.get("lte", math.inf)
    return any(low <= one <= high for one in values)


def _fits_all(source: Source, asked: Clause) -> bool:
    some = [_fits(source, clause) for clause in asked.get("should", [])]
    return (
        all(_fits(source, clause) for clause in asked.get("filter", []))
        and not any(_fits(source, clause) for clause in asked.get("must_not", []))
        and sum(some) >= asked.get("minimum_should_match", 0)
    )


@contextmanager
def serving(cluster: Cluster) -> Iterator[str]:
    """Answer on a local port and give the address."""

    class Handler(BaseHTTPRequestHandler):
        def _run(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode()
            status, answer = cluster.answer(self.command, self.path, body)
            raw = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = do_PUT = _run  # noqa: N815 - the names are the server's

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
