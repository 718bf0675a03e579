"""The embedded engine: what it finds, what it filters, and what its commits promise."""

import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from yizhan.matching.engine import tantivy_reader
from yizhan.matching.engine.bags import word_hash
from yizhan.matching.engine.facets import KINDS, Filters
from yizhan.matching.engine.masks import mask
from yizhan.matching.engine.port import (
    Document,
    Drop,
    IndexLocked,
    IndexUnavailable,
    Put,
    Query,
    Sort,
)
from yizhan.matching.engine.rescore import bm25, inverse_frequency, word_weights
from yizhan.matching.engine.tantivy_engine import TantivyEngine
from yizhan.matching.engine.tantivy_queries import within_budget
from yizhan.matching.engine.tantivy_reader import TantivyReader
from yizhan.matching.engine.text import Analyzer
from yizhan.matching.tests.corpora import make_corpus, make_document

ANALYZER = Analyzer()
CORPUS = make_corpus(1_200)
NEED = "耐磨齿轮渗氮，高温轴承退火，柔性传感器封装"
FILTERS = [
    Filters(),
    Filters(any_of={"kind": (2,)}),
    Filters(any_of={"kind": (1, 2, 3)}),
    Filters(any_of={"province": (33, 41), "industry": (3,)}),
    Filters(any_of={"fields": (2, 5)}),
    Filters(any_of={"modes": (7,), "verified": (1,)}),
    Filters(none_of={"kind": (1,), "fields": (3,)}),
    Filters(ranges={"deadline": (20_600, None)}),
    Filters(ranges={"deadline": (None, 20_600)}),
    Filters(price=(60_000, 900_000)),
    Filters(price=(None, 10_000)),
    Filters(trl=(4, 6)),
    Filters(trl=(None, 3), price=(1, None)),
    Filters(without=frozenset({CORPUS[0].number, CORPUS[5].number})),
    Filters(any_of={"city": (3309,), "owner": (1, 2, 3)}, trl=(2, 8), price=(0, 70_000)),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TantivyEngine]:
    """Index the corpus once, in several commits and with replaced and removed documents."""
    engine = TantivyEngine(tmp_path_factory.mktemp("index"), ANALYZER)
    old = [Put(make_document(serial, body="旧版本")) for serial in range(1, 100)]
    engine.apply(old, checkpoint=1)
    engine.apply([Drop(operation.document.number) for operation in old], checkpoint=2)
    for first in range(0, len(CORPUS), 400):
        batch = [Put(document) for document in CORPUS[first : first + 400]]
        engine.apply(batch, checkpoint=first)
    yield engine
    engine.close()


def weights(text: str) -> dict[str, float]:
    """Count the words of a need."""
    return {word: float(times) for word, times in Counter(ANALYZER.tokens(text)).items()}


def fitting(filters: Filters, engine: TantivyEngine) -> list[Document]:
    """Filter the corpus by the columns of the live documents."""
    columns = engine.forward.columns
    latest = {int(row["number"]): row for row in columns}
    return [d for d in CORPUS if mask(latest[d.number].reshape(1), filters)[0]]


def exact_order(documents: Sequence[Document], text: str) -> list[int]:
    """Rank by textbook BM25 over the whole corpus, written down a second time."""
    bags = {
        d.number: Counter(ANALYZER.tokens(d.body) + ANALYZER.tokens(d.title) * 3)
        for d in CORPUS
    }
    mean = sum(sum(bag.values()) for bag in bags.values()) / len(bags)
    scores = {}
    for document in documents:
        bag = bags[document.number]
        norm = 1.2 * (0.25 + 0.75 * sum(bag.values()) / mean)
        score = 0.0
        for word, weight in weights(text).items():
            found = sum(1 for other in bags.values() if word in other)
            if bag[word]:
                rarity = math.log(1 + (len(bags) - found + 0.5) / (found + 0.5))
                score += weight * rarity * bag[word] * 2.2 / (bag[word] + norm)
        if score:
            scores[document.number] = score
    return sorted(scores, key=lambda number: -scores[number])


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_filters_mean_the_same_in_the_index_and_on_columns(
    engine: TantivyEngine, filters: Filters
) -> None:
    """Broad filters run over columns and tight ones in the index: nobody may notice."""
    expected = {document.number for document in fitting(filters, engine)}
    page = engine.browse(Query(filters=filters), sort=Sort.NEWEST, offset=0, limit=5_000)
    assert set(page.numbers) == expected
    assert page.total == len(expected) == engine.count(filters)
    found = engine.search(Query(weights(NEED), filters, limit=5_000))
    assert {candidate.number for candidate in found} <= expected


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_candidates_rescored_are_the_exact_best(
    engine: TantivyEngine, filters: Filters
) -> None:
    """Pruning, filtering and rescoring together give what exhaustive BM25 gives."""
    candidates = engine.search(Query(weights(NEED), filters, limit=500))
    rows = engine.rows(candidates)
    words = weights(NEED)
    counts = dict(zip(words, engine.document_frequencies(list(words)).tolist(), strict=True))
    keyed = word_weights(words, counts, engine.statistics().documents)
    scores = bm25(rows, keyed, engine.statistics())
    ours = rows.numbers[np.argsort(-scores, kind="stable")][:20].tolist()
    exact = exact_order(fitting(filters, engine), NEED)[:20]
    # Lengths are averaged over slots, so that near-ties may change places.
    assert len(set(ours) & set(exact)) >= 0.9 * len(exact)
    assert ours[:1] == exact[:1]


def test_the_broad_and_the_tight_way_agree(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Filtering afterwards may only be faster, never different."""
    query = Query(weights(NEED), Filters(any_of={"kind": (1, 2)}), limit=100)
    afterwards = engine.search(query)
    monkeypatch.setattr(tantivy_reader, "BROAD", 2.0)
    inside = engine.search(query)
    assert [c.score for c in afterwards] == pytest.approx([c.score for c in inside])


@pytest.mark.parametrize("filters", FILTERS[1:], ids=str)
def test_every_way_to_filter_finds_the_same(
    engine: TantivyEngine, filters: Filters, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Afterwards, after the coarse part, inside, or by scoring all: only the speed differs."""
    query = Query(weights(NEED), filters, limit=60)
    found = []
    for broad, fine, few in [
        (0.0, 2.0, 0.0),
        (2.0, 0.0, 0.0),
        (2.0, 2.0, 0.0),
        (2.0, 2.0, 1.0),
    ]:
        monkeypatch.setattr(tantivy_reader, "BROAD", broad)
        monkeypatch.setattr(tantivy_reader, "FINE", fine)
        monkeypatch.setattr(tantivy_reader, "FEW", few)
        found.append([round(c.score, 3) for c in engine.search(query)])
    assert found[0] == found[1] == found[2]
    # Scored outright, no word was left out and no length rounded to a byte.
    assert len(found[3]) == len(found[2])
    assert all(full >= 0.95 * pruned for full, pruned in zip(found[3], found[2], strict=True))
    if len(found[2]) < query.limit:  # then all words were in play on the other ways as well
        assert found[3] == pytest.approx(found[2], rel=0.05)


def test_rare_words_come_first_and_the_budget_ends_the_list() -> None:
    """At least eight words, then no more than 0.4 postings per document."""
    times = {f"w{number}": 10 * number for number in range(1, 21)}
    kept, known = within_budget(
        dict.fromkeys([*times, "unknown"], 1.0), lambda w: times.get(w, 0), 1_000
    )
    assert known == list(times)
    assert kept == list(times)[:8]
    kept, _ = within_budget(dict.fromkeys(times, 1.0), lambda w: times[w], 10_000)
    assert kept == known


def test_too_few_candidates_bring_all_words_into_play(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tight filter must not lose what only the pruned words would have found."""
    monkeypatch.setattr(tantivy_reader, "FEW", 0.0)
    engine = TantivyEngine(tmp_path, ANALYZER)
    rare = "渗氮喷涂烧结退火萃取清洗检测抛光封装焊接"
    common = [
        make_document(n, title="", body="齿轮" + rare[(n % 10) * 2 :][:2]) for n in range(1, 41)
    ]
    wanted = make_document(99, title="", body="齿轮", facets={"industry": 7})
    engine.apply([Put(document) for document in [*common, wanted]], checkpoint=1)
    need = weights(rare + "齿轮")
    kept, known = within_budget(need, lambda word: 41 if word == "齿轮" else 4, 41)
    assert "齿轮" in known
    assert "齿轮" not in kept
    found = engine.search(Query(need, Filters(any_of={"industry": (7,)})))
    assert [candidate.number for candidate in found] == [wanted.number]
    engine.close()


def test_a_typed_search_wants_most_of_its_words(engine: TantivyEngine) -> None:
    """One shared word is enough for a long need, not for three typed words."""
    words = weights("耐磨 齿轮 渗氮")
    page = engine.browse(Query(words, share=1.0), sort=Sort.RELEVANCE, offset=0, limit=2_000)
    whole = [
        d.number for d in CORPUS if set(words) <= set(ANALYZER.tokens(d.title + "。" + d.body))
    ]
    assert set(page.numbers) == set(whole)
    assert 0 < page.total < len(engine.search(Query(words, limit=2_000)))
    assert engine.browse(Query({"没有": 1.0}), sort=Sort.NEWEST, offset=0, limit=9).total == 0


@pytest.mark.parametrize(
    ("sort", "facet", "sign", "missing"),
    [
        (Sort.NEWEST, "published", -1, 0),
        (Sort.DEADLINE, "deadline", 1, 0),
        (Sort.PRICE_LOW, "price_low", 1, -1),
        (Sort.PRICE_HIGH, "price_high", -1, -1),
    ],
)
def test_lists_are_sorted_and_what_is_missing_comes_last(
    engine: TantivyEngine, sort: Sort, facet: str, sign: int, missing: int
) -> None:
    """Pages join without a gap and without a repetition."""
    numbers: list[int] = []
    for offset in range(0, len(CORPUS), 300):
        numbers += engine.browse(Query(), sort=sort, offset=offset, limit=300).numbers
    assert len(set(numbers)) == len(CORPUS)
    by_number = {document.number: document for document in CORPUS}
    values = [by_number[number].facets.get(facet, 0) for number in numbers]
    present = [value for value in values if value != missing]
    assert (
        values[: len(present)]
        == present
        == sorted(present, key=lambda value: sign * int(str(value)))
    )


def test_a_facet_does_not_narrow_its_own_counts(engine: TantivyEngine) -> None:
    """Choosing one kind must still show how many there are of the others."""
    filters = Filters(any_of={"kind": (2,), "province": (33,)})
    counts = engine.facet_counts(Query(filters=filters), ["kind", "province", "fields"])
    in_33 = [d for d in CORPUS if d.facets.get("province") == 33]
    assert counts["kind"] == Counter(d.facets["kind"] for d in in_33)
    offers = [d for d in CORPUS if d.facets["kind"] == 2]
    assert counts["province"] == Counter(d.facets["province"] for d in offers)
    both = [d for d in in_33 if d.facets["kind"] == 2]
    fields = Counter(code for d in both for code in d.facets["fields"])  # type: ignore[union-attr]
    assert counts["fields"] == fields


def test_rows_carry_everything_a_score_needs(engine: TantivyEngine) -> None:
    """Words with counts, facets, identity and payload come back as they went in."""
    document = CORPUS[7]
    found = engine.search(Query(weights(document.title), limit=5_000))
    place = [candidate.number for candidate in found].index(document.number)
    rows = engine.rows(found)
    part = slice(rows.starts[place], rows.starts[place + 1])
    title = Counter(ANALYZER.tokens(document.title))
    bag = Counter(ANALYZER.tokens(document.body)) + Counter(
        {w: 3 * n for w, n in title.items()}
    )
    stored = dict(zip(rows.words[part].tolist(), rows.counts[part].tolist(), strict=True))
    assert stored == {word_hash(word): times for word, times in bag.items()}
    in_title = dict(
        zip(rows.words[part].tolist(), rows.title_counts[part].tolist(), strict=True)
    )
    assert {key: n for key, n in in_title.items() if n} == {
        word_hash(w): n for w, n in title.items()
    }
    assert rows.identities[place] == document.identity
    assert rows.payloads[place] == document.payload
    assert int(rows.lengths[place]) == sum(bag.values())
    assert int(rows.facets["province"][place]) == document.facets["province"]


def test_upsert_replaces_and_delete_removes(tmp_path: Path) -> None:
    """The position stays where it was."""
    engine = TantivyEngine(tmp_path, ANALYZER)
    engine.apply([Put(make_document(1, body="齿轮")), Put(make_document(2))], checkpoint=40)
    engine.upsert(make_document(1, title="", body="轴承"))
    assert engine.search(Query({"齿轮": 1.0})) == []
    assert len(engine.search(Query({"轴承": 1.0}))) == 1
    engine.delete(make_document(2).number)
    assert (engine.count(), engine.checkpoint()) == (1, 40)
    engine.apply(
        [Drop(12345), Put(make_document(3)), Drop(make_document(3).number)], checkpoint=41
    )
    assert (engine.count(), engine.checkpoint()) == (1, 41)
    engine.close()


def test_a_reader_sees_a_commit_within_a_moment(tmp_path: Path) -> None:
    """Another process needs no message, and the searcher it holds stays whole meanwhile."""
    engine = TantivyEngine(tmp_path, ANALYZER)
    reader = TantivyReader(tmp_path)
    assert reader.count() == 0
    engine.apply([Put(make_document(1))], checkpoint=5)
    time.sleep(tantivy_reader.RELOAD_AFTER * 1.2)
    assert (reader.count(), reader.checkpoint()) == (1, 5)
    found = reader.rows(reader.search(Query({"渗氮": 1.0})))
    assert list(found.identities) == [make_document(1).identity]
    engine.close()


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    """Two indexers would overwrite each other's rows."""
    engine = TantivyEngine(tmp_path, ANALYZER)
    with pytest.raises(IndexLocked):
        TantivyEngine(tmp_path, ANALYZER)
    engine.close()
    TantivyEngine(tmp_path, ANALYZER).close()


def test_a_missing_or_broken_index_is_unavailable_and_nothing_worse(tmp_path: Path) -> None:
    """Pages can then go on without it."""
    with pytest.raises(IndexUnavailable):
        TantivyReader(tmp_path)
    engine = TantivyEngine(tmp_path, ANALYZER)
    engine.apply([Put(document) for document in CORPUS[:50]], checkpoint=1)
    engine.close()
    (tmp_path / "rows.bin").rename(tmp_path / "rows.gone")
    with pytest.raises(IndexUnavailable):
        TantivyReader(tmp_path)
    (tmp_path / "rows.gone").rename(tmp_path / "rows.bin")
    (tmp_path / "words" / "meta.json").write_text('{"broken')
    with pytest.raises(IndexUnavailable):
        TantivyReader(tmp_path)


def test_a_failed_commit_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk in the middle of a batch: the next batch must not inherit its rows."""
    engine = TantivyEngine(tmp_path, ANALYZER)
    engine.apply([Put(make_document(1))], checkpoint=1)
    before = engine.forward.extent

    def full(_self: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("yizhan.matching.engine.store.ForwardWriter.sync", full)
        with pytest.raises(IndexUnavailable):
            engine.apply([Put(make_document(2))], checkpoint=2)
    assert (engine.count(), engine.checkpoint(), engine.forward.extent) == (1, 1, before)
    engine.apply([Put(make_document(3))], checkpoint=3)
    rows = engine.rows(engine.search(Query({"渗氮": 1.0})))
    assert sorted(rows.numbers.tolist()) == [make_document(1).number, make_document(3).number]
    engine.close()


def test_rarity_is_never_negative() -> None:
    """A word in every document adds nothing, and takes nothing away."""
    assert inverse_frequency(100, 100) > 0
    assert inverse_frequency(100, 1) > inverse_frequency(100, 50)
    assert KINDS == (1, 2, 3, 4)
