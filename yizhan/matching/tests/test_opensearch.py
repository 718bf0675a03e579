"""The cluster driver keeps the contract: the same candidates, filters, lists and counts.

Runs against a stand-in; with OPENSEARCH_URL also against a real cluster.
"""

import os
import uuid
from collections import Counter
from collections.abc import Iterator

import httpx
import pytest

from yizhan.matching.engine.facets import Filters
from yizhan.matching.engine.opensearch_engine import OpenSearchEngine
from yizhan.matching.engine.port import (
    Drop,
    IndexUnavailable,
    Operation,
    Put,
    Query,
    SearchEngine,
    Sort,
)
from yizhan.matching.engine.tantivy_engine import TantivyEngine
from yizhan.matching.engine.text import Analyzer
from yizhan.matching.tests.corpora import make_corpus, make_document
from yizhan.matching.tests.fake_cluster import Cluster, serving

ANALYZER = Analyzer()
CORPUS = make_corpus(150, seed=21)
NEED = {word: 1.0 + n for n, word in enumerate(ANALYZER.tokens("耐磨齿轮渗氮，高温轴承退火"))}
FILTERS = [
    Filters(),
    Filters(any_of={"kind": (2, 3), "fields": (2, 5, 7)}),
    Filters(none_of={"kind": (1,)}, ranges={"deadline": (20_600, None)}),
    Filters(price=(60_000, 900_000), trl=(4, 6)),
    Filters(without=frozenset({CORPUS[0].number})),
]


@pytest.fixture(scope="module", params=["stand-in", "cluster"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of the stand-in, and of a real cluster if one is named."""
    if request.param == "stand-in":
        with serving(Cluster()) as local:
            yield local
    elif "OPENSEARCH_URL" in os.environ:
        yield os.environ["OPENSEARCH_URL"]
    else:
        pytest.skip("OPENSEARCH_URL names no cluster")


@pytest.fixture(scope="module")
def engine(address: str) -> Iterator[OpenSearchEngine]:
    """Index the corpus in two batches, the first of them twice."""
    engine = OpenSearchEngine(address, f"yizhan-test-{uuid.uuid4().hex[:8]}", ANALYZER)
    engine.create()
    for checkpoint, batch in enumerate((CORPUS[:100], CORPUS[:100], CORPUS[100:]), start=1):
        engine.apply([Put(document) for document in batch], checkpoint=checkpoint)
    yield engine
    httpx.delete(f"{address}/{engine.index}")
    engine.close()


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TantivyEngine]:
    """Index the same corpus with the embedded engine."""
    engine = TantivyEngine(tmp_path_factory.mktemp("index"), ANALYZER)
    engine.apply([Put(document) for document in CORPUS], checkpoint=3)
    yield engine
    engine.close()


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_both_engines_find_the_same(
    engine: OpenSearchEngine, local: TantivyEngine, filters: Filters
) -> None:
    """The same candidates, lists and counts alike, rows byte for byte."""
    query = Query(NEED, filters, limit=500)
    ours, theirs = engine.search(query), local.search(query)
    assert {c.number for c in ours} == {c.number for c in theirs}
    # tantivy and Lucene round lengths to a byte, the stand-in does not: near-ties may swap.
    assert {c.number for c in ours[:10]} <= {c.number for c in theirs[:14]}
    assert engine.count(filters) == local.count(filters)
    names = ["kind", "province", "fields", "modes"]
    assert engine.facet_counts(Query(filters=filters), names) == local.facet_counts(
        Query(filters=filters), names
    )
    mine, other = engine.rows(theirs), local.rows(theirs)
    assert mine.words.tolist() == other.words.tolist()
    assert mine.counts.tolist() == other.counts.tolist()
    assert list(mine.identities) == list(other.identities)
    assert list(mine.payloads) == list(other.payloads)


@pytest.mark.parametrize("sort", list(Sort))
def test_lists_have_the_same_length_and_values(
    engine: OpenSearchEngine, local: TantivyEngine, sort: Sort
) -> None:
    """Ties may differ, what is sorted by may not."""
    field = {"deadline": "deadline", "price_low": "price_low", "price_high": "price_high"}
    pages = [e.browse(Query(), sort=sort, offset=0, limit=200) for e in (engine, local)]
    assert pages[0].total == pages[1].total == len(CORPUS)
    facets = {document.number: document.facets for document in CORPUS}
    name = field.get(sort, "published")
    values = [[facets[number].get(name, 0) for number in page.numbers] for page in pages]
    assert values[0] == values[1]


def test_statistics_are_the_collections(engine: OpenSearchEngine, local: TantivyEngine) -> None:
    """Rarities and lengths decide what rescoring gives."""
    words = [*NEED, "没有"]
    assert (
        engine.document_frequencies(words).tolist()
        == local.document_frequencies(words).tolist()
    )
    assert engine.statistics().documents == len(CORPUS)
    assert engine.statistics().average_length == pytest.approx(
        local.statistics().average_length
    )


def test_the_position_follows_the_documents(address: str) -> None:
    """A change repeated after a crash does no harm; a refused one is not passed over."""
    engine: SearchEngine
    engine = cluster = OpenSearchEngine(
        address, f"yizhan-test-{uuid.uuid4().hex[:8]}", ANALYZER
    )
    cluster.create()
    assert engine.checkpoint() == 0
    changes: list[Operation] = [Put(make_document(1)), Drop(make_document(2).number)]
    for _ in range(2):
        engine.apply(changes, checkpoint=7)
    engine.upsert(make_document(3))
    engine.delete(make_document(3).number)
    assert (engine.checkpoint(), engine.count()) == (7, 1)
    httpx.delete(f"{address}/{cluster.index}")
    engine.close()


def test_requests_have_the_agreed_shape() -> None:
    """Shards must weigh words together, and the alias moves in one request."""
    cluster = Cluster()
    with serving(cluster) as address:
        engines = [OpenSearchEngine(address, name, ANALYZER) for name in ("first", "second")]
        for each in engines:
            each.create()
            each.switch("yizhan")
        engine = engines[-1]
        assert cluster.aliases == {"yizhan": "second"}
        engine.apply([Put(make_document(1))], checkpoint=1)
        engine.search(Query({"渗氮": 1.0}))
        paths = Counter(f"{method} {path}" for method, path, _body in cluster.requests)
        assert paths["POST /_aliases"] == 2
        assert paths["POST /second/_search?search_type=dfs_query_then_fetch"] == 1
        engine.close()


def test_a_refused_change_or_a_silent_cluster_is_unavailable() -> None:
    """The position must not move past what was not stored."""
    with serving(Cluster()) as address:
        engine = OpenSearchEngine(address, "yizhan", ANALYZER)
        with pytest.raises(IndexUnavailable):
            engine.search(Query({"渗氮": 1.0}))
        engine.create()
        object.__setattr__(engine, "analyzer", _Refused())
        with pytest.raises(IndexUnavailable):
            engine.apply([Put(make_document(1))], checkpoint=9)
        assert engine.checkpoint() == 0
    with pytest.raises(IndexUnavailable):
        engine.count()
    engine.close()


class _Refused(Analyzer):
    """Makes a word that the stand-in refuses to store."""

    def tokens_of_normal(self, text: str) -> list[str]:
        """Give that word."""
        return ["REFUSE"] if text else []
