"""Filters and words in tantivy's language, and the schema they run on.

Habits learned the hard way, all measured: numbers are i64, because deleting by a u64 term
silently deletes nothing; filters are wrapped to score zero, else they add BM25; documents
are built with the schema, else a plain int kills the writer.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tantivy import FieldType, Occur, Query, Schema, SchemaBuilder

from yizhan.matching.engine.facets import FACETS, NO_PRICE, Filters
from yizhan.matching.engine.port import CHECKPOINT_ID

TEXT: Final = "text"
TOKENIZER: Final = "words"
BUDGET: Final = 0.4  # postings per document that the pruned query may touch
LEAST_WORDS: Final = 8
_LAST: Final = 1 << 62
# Asked for by range only; a dictionary of a million prices would serve nobody.
_MEASURED: Final = ("price_low", "price_high", "deadline", "published")

Clause = tuple[Occur, Query]


def build_schema() -> Schema:
    """Describe one document; every facet can be looked up and counted."""
    builder = SchemaBuilder()
    builder.add_text_field(TEXT, tokenizer_name=TOKENIZER, index_option="freq")
    looked_up = [name for name in ("number", "slot", *FACETS) if name not in _MEASURED]
    for name in looked_up:
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in (*_MEASURED, "order_price", "order_deadline", "sequence", "slots", "row_end"):
        builder.add_integer_field(name, indexed=False, fast=True)
    return builder.build()


def document_fields(
    text: str, facets: Mapping[str, int | list[int]], number: int, slot: int
) -> dict[str, object]:
    """Lay a prepared document out for the schema; what is missing sorts last."""
    fields: dict[str, object] = {"number": number, "slot": slot, TEXT: text}
    fields |= {"trl_low": 0, "trl_high": 0, **facets}
    price, deadline = fields["price_low"], fields.get("deadline")
    fields["order_price"] = _LAST if price == NO_PRICE else price
    fields["order_deadline"] = deadline or _LAST
    return fields


def within_budget(
    words: Mapping[str, float], frequency: Callable[[str], int], documents: int
) -> tuple[list[str], list[str]]:
    """Sort the words that occur by rarity; give those within the budget, and all."""
    known = {word: times for word in words if (times := frequency(word))}
    ordered = sorted(known, key=lambda word: (known[word], word))
    kept: list[str] = []
    spent = 0
    for word in ordered:
        spent += known[word]
        if len(kept) >= LEAST_WORDS and spent > BUDGET * documents:
            break
        kept.append(word)
    return kept, ordered


def any_word(schema: Schema, words: Sequence[str], weights: Mapping[str, float]) -> Query:
    """Match documents with any of the words, scored by BM25 times the weight."""
    return Query.boolean_query(_word_clauses(schema, words, weights))


def most_words(
    schema: Schema, words: Sequence[str], weights: Mapping[str, float], share: float
) -> Query:
    """Match documents that have at least this share of the words."""
    clauses = _word_clauses(schema, words, weights)
    return Query.boolean_query(clauses, max(1, math.ceil(share * len(words))))


def _word_clauses(
    schema: Schema, words: Sequence[str], weights: Mapping[str, float]
) -> list[Clause]:
    clauses = []
    for word in words:
        query = Query.term_query(schema, TEXT, word, "freq")
        weight = float(weights[word])
        clauses.append(
            (Occur.Should, query if weight == 1 else Query.boost_query(query, weight))
        )
    return clauses


def filter_clauses(schema: Schema, filters: Filters) -> list[Clause]:
    """Say what a document must be, without a word about the score."""
    must = [_any_of(schema, name, codes) for name, codes in filters.any_of.items()]
    must += [_range(schema, name, *ends) for name, ends in filters.ranges.items()]
    if filters.price:
        must.append(_overlap(schema, "price", filters.price, missing=NO_PRICE))
    if filters.trl:
        must.append(_overlap(schema, "trl", filters.trl, missing=0))
    never = [_any_of(schema, name, codes) for name, codes in filters.none_of.items()]
    if filters.without:
        never.append(_any_of(schema, "number", tuple(filters.without)))
    clauses = [(Occur.Must, Query.const_score_query(query, 0.0)) for query in must]
    return clauses + [(Occur.MustNot, query) for query in never]


def everything(schema: Schema) -> list[Clause]:
    """Match all real documents, not the one that carries the position."""
    checkpoint = Query.term_query(schema, "number", CHECKPOINT_ID, "basic")
    all_of_them = Query.const_score_query(Query.all_query(), 0.0)
    return [(Occur.Must, all_of_them), (Occur.MustNot, checkpoint)]


def _any_of(schema: Schema, name: str, codes: Sequence[int]) -> Query:
    if len(codes) == 1:
        return Query.term_query(schema, name, codes[0], "basic")
    return Query.term_set_query(schema, name, list(codes))


def _range(schema: Schema, name: str, low: int | None, high: int | None) -> Query:
    return Query.range_query(schema, name, FieldType.Integer, low, high)


def _overlap(
    schema: Schema, name: str, wanted: tuple[int | None, int | None], missing: int
) -> Query:
    low, high = wanted
    both = [(Occur.Must, Query.all_query())]
    if high is not None:
        both.append((Occur.Must, _range(schema, f"{name}_low", None, high)))
    if low is not None:
        both.append((Occur.Must, _range(schema, f"{name}_high", low, None)))
    silent = _range(schema, f"{name}_low", missing, missing)
    return Query.boolean_query(
        [(Occur.Should, Query.boolean_query(both)), (Occur.Should, silent)]
    )
