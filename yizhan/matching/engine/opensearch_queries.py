"""Words and filters in OpenSearch's language, and the mapping they run on."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from yizhan.matching.engine.facets import FACETS, Filters
from yizhan.matching.engine.port import CHECKPOINT_ID, Sort

TEXT: Final = "text"
MOST_VALUES: Final = 4_000

Clause = dict[str, Any]

# The tokens are ours; the cluster only splits them at spaces. BM25 as tantivy has it.
MAPPING: Final[dict[str, Any]] = {
    "settings": {
        "index": {
            "refresh_interval": "500ms",
            "similarity": {"default": {"type": "BM25", "k1": 1.2, "b": 0.75}},
        }
    },
    "mappings": {
        "dynamic": "strict",
        "properties": {
            TEXT: {"type": "text", "analyzer": "whitespace", "index_options": "freqs"},
            **{name: {"type": "long"} for name in ("number", "sequence", *FACETS)},
            **{name: {"type": "binary"} for name in ("column", "row", "vector")},
        },
    },
}

ORDERS: Final[dict[Sort, list[dict[str, Any]]]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, {"published": {"order": "desc", "missing": "_last"}}],
    Sort.NEWEST: [{"published": {"order": "desc", "missing": "_last"}}],
    Sort.DEADLINE: [{"deadline": {"order": "asc", "missing": "_last"}}],
    Sort.PRICE_LOW: [{"price_low": {"order": "asc", "missing": "_last"}}],
    Sort.PRICE_HIGH: [{"price_high": {"order": "desc", "missing": "_last"}}],
}


def words_and_filters(
    words: Sequence[str], weights: Mapping[str, float], filters: Filters, share: float = 0.0
) -> Clause:
    """Ask for documents with enough of the words that fit the filters."""
    query: dict[str, Any] = {
        "filter": _must(filters),
        "must_not": [*_never(filters), {"term": {"number": CHECKPOINT_ID}}],
    }
    if words:
        query["should"] = [
            {"term": {TEXT: {"value": word, "boost": float(weights[word])}}} for word in words
        ]
        query["minimum_should_match"] = max(1, math.ceil(share * len(words)))
    return {"bool": query}


def facet_aggregation(name: str, filters: Filters) -> Clause:
    """Count the values of one facet under everything but its own condition."""
    narrowed = filters.dropping(name)
    return {
        "filter": {"bool": {"filter": _must(narrowed), "must_not": _never(narrowed)}},
        "aggs": {"values": {"terms": {"field": name, "size": MOST_VALUES}}},
    }


def statistics_request(words: Sequence[str]) -> dict[str, Any]:
    """Ask for the document frequencies of words by way of a document that is not stored."""
    return {
        "doc": {TEXT: " ".join(words)},
        "fields": [TEXT],
        "term_statistics": True,
        "field_statistics": True,
        "positions": False,
        "offsets": False,
        "payloads": False,
    }


def _must(filters: Filters) -> list[Clause]:
    must = [_any_of(name, codes) for name, codes in filters.any_of.items()]
    must += [_range(name, *ends) for name, ends in filters.ranges.items()]
    if filters.price:
        must.append(_overlap("price", filters.price))
    if filters.trl:
        must.append(_overlap("trl", filters.trl))
    return must


def _never(filters: Filters) -> list[Clause]:
    never = [_any_of(name, codes) for name, codes in filters.none_of.items()]
    if filters.without:
        never.append(_any_of("number", tuple(sorted(filters.without))))
    return never


def _any_of(name: str, codes: Sequence[int]) -> Clause:
    return {"terms": {name: list(codes)}}


def _range(name: str, low: int | None, high: int | None) -> Clause:
    ends = {"gte": low, "lte": high}
    return {"range": {name: {end: value for end, value in ends.items() if value is not None}}}


def _overlap(name: str, wanted: tuple[int | None, int | None]) -> Clause:
    low, high = wanted
    both = [_range(f"{name}_low", None, high)] if high is not None else []
    if low is not None:
        both.append(_range(f"{name}_high", low, None))
    silent: Clause = {"bool": {"must_not": [{"exists": {"field": f"{name}_low"}}]}}
    return {"bool": {"should": [{"bool": {"filter": both}}, silent], "minimum_should_match": 1}}
