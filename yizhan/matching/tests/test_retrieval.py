"""Vectors, generations, bulk building, and the way from a text to candidates."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from yizhan.matching.engine import dense as dense_module
from yizhan.matching.engine.bags import prepare
from yizhan.matching.engine.bulk import Helpers, finish, learn_vectors, write_documents
from yizhan.matching.engine.dense import DenseIndex, build_dense
from yizhan.matching.engine.facets import Filters
from yizhan.matching.engine.generations import Generation, IndexHome
from yizhan.matching.engine.lsa import LsaEncoder, learn_lsa
from yizhan.matching.engine.masks import mask
from yizhan.matching.engine.port import Drop, IndexUnavailable, Put
from yizhan.matching.engine.retrieval import Retriever
from yizhan.matching.engine.tantivy_engine import TantivyEngine
from yizhan.matching.engine.text import Analyzer
from yizhan.matching.tests.corpora import make_corpus, make_document

ANALYZER = Analyzer()
CORPUS = make_corpus(1_500, seed=9)
AT = "2026-03-02T09:30:00+00:00"


def build(home: IndexHome, name: str, *, workers: int = 0) -> Generation:
    """Build a complete generation with vectors."""
    generation = home.make(name)
    count = write_documents(
        generation, CORPUS, ANALYZER, checkpoint=3, helpers=Helpers(workers)
    )
    encoder = learn_vectors(generation)
    finish(generation, analyzer=ANALYZER, encoder=encoder, built_at=AT, documents=count)
    return generation


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> IndexHome:
    """Build one generation for all tests of this module; faiss from the first vector on."""
    home = IndexHome(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dense_module, "FLAT_BELOW", 1_000)
        home.switch(build(home, "gen-1"))
    return home


def open_retriever(generation: Generation) -> Retriever:
    """Open everything that belongs to a generation."""
    return Retriever(
        generation.reader(),
        generation.analyzer(),
        encoder=generation.lsa(),
        dense=generation.dense(),
    )


def test_a_document_is_its_own_best_candidate(home: IndexHome) -> None:
    """By words and by vectors, within filters that it fits."""
    retriever = open_retriever(home.current())
    for document in CORPUS[3:300:37]:
        filters = Filters(any_of={"kind": (int(str(document.facets["kind"])),)})
        found = retriever.retrieve(title=document.title, body=document.body, filters=filters)
        place = found.rows.numbers.tolist().index(document.number)
        assert found.lexical[place] == found.lexical.max()
        assert found.similarity is not None
        assert found.similarity[place] == pytest.approx(1.0, abs=0.01)
        assert len(set(found.rows.numbers.tolist())) == len(found.rows.numbers)
        assert mask(found.rows.facets, filters).all()


def test_without_an_encoder_words_alone_find_candidates(home: IndexHome) -> None:
    """The dense path is off the critical path."""
    generation = home.current()
    bare = Retriever(generation.reader(), generation.analyzer())
    found = bare.retrieve(title="", body=CORPUS[5].body, filters=Filters())
    assert found.similarity is None
    assert CORPUS[5].number in found.rows.numbers
    nothing = bare.retrieve(title="", body="", filters=Filters())
    assert len(nothing.rows.numbers) == 0
    assert nothing.lexical.shape == (0,)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(any_of={"kind": (2,)}),
        Filters(any_of={"industry": (3,), "province": (33,)}),
        Filters(any_of={"industry": (99,)}),
        Filters(trl=(5, 6), price=(0, 100_000)),
    ],
    ids=str,
)
def test_neighbours_under_a_filter_are_the_true_ones(home: IndexHome, filters: Filters) -> None:
    """Probing more lists as the filter narrows keeps what brute force would find."""
    generation = home.current()
    forward = generation.reader().forward
    dense = generation.dense()
    assert dense.covered == len(CORPUS)
    assert forward.vectors is not None
    query = np.asarray(forward.vectors[17], dtype=np.float32)
    fits = mask(forward.table, filters)
    slots, scores = dense.search(query, forward, fits if filters else None, 20)
    exact = np.asarray(forward.vectors, dtype=np.float32) @ query
    exact[~fits] = -9
    best = np.sort(exact[exact > -9])[::-1][:20]
    assert fits[slots].all()
    assert len(slots) == len(best)
    # Without a filter some lists are left out; what they may cost is a few of the last.
    found = (scores >= best[-1] - 0.01).mean() if len(best) else 1.0
    assert found >= (0.8 if not filters else 1.0)


def test_what_came_after_the_build_is_compared_too(home: IndexHome, tmp_path: Path) -> None:
    """Replaced and removed documents do not come back through their old vectors."""
    folder = tmp_path / "gen-2"
    shutil.copytree(home.current().folder, folder)
    generation = Generation(folder)
    encoder = generation.lsa()
    assert encoder is not None
    writer = generation.writer(analyzer=ANALYZER, encoder=encoder)
    gone, changed = CORPUS[10], CORPUS[11]
    fresh = make_document(9_999, kind=2, title=CORPUS[12].title, body=CORPUS[12].body)
    moved = make_document(
        12, kind=int(str(changed.facets["kind"])), body="全新内容 柔性传感器封装"
    )
    writer.apply([Drop(gone.number), Put(moved), Put(fresh)], checkpoint=4)
    writer.close()
    retriever = open_retriever(generation)
    numbers = retriever.retrieve(
        title=gone.title, body=gone.body, filters=Filters()
    ).rows.numbers
    assert gone.number not in numbers
    found = retriever.retrieve(title=changed.title, body=changed.body, filters=Filters())
    assert found.rows.numbers.tolist().count(moved.number) <= 1
    twin = retriever.retrieve(title=fresh.title, body=fresh.body, filters=Filters())
    assert twin.similarity is not None
    place = twin.rows.numbers.tolist().index(fresh.number)
    assert twin.similarity[place] == pytest.approx(1.0, abs=0.01)


def test_lsa_puts_words_of_one_company_together(tmp_path: Path) -> None:
    """Two words that never meet but keep the same company are close; strangers are not."""
    companies = ["齿轮 润滑 轴承", "海水 点蚀 水泵", "齿轮 润滑 传动", "海水 点蚀 叶轮"]
    companies += ["发酵 菌株", "卫星 导航", "电池 隔膜", "图像 识别", "水稻 育种", "光纤 激光"]
    documents = [
        make_document(n, title="", body=companies[n % len(companies)]) for n in range(1, 201)
    ]
    engine = TantivyEngine(tmp_path, ANALYZER)
    engine.apply([Put(document) for document in documents], checkpoint=1)
    encoder = learn_lsa(engine.forward, dimensions=6)
    engine.close()
    assert encoder is not None

    def vector(word: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        return encoder.encode_query(prepare(make_document(1, title="", body=word), ANALYZER))

    assert vector("轴承") @ vector("传动") > 0.7
    assert vector("轴承") @ vector("水泵") < 0.3
    assert not vector("从未见过").any()
    encoder.save(tmp_path / "lsa.npz")
    assert LsaEncoder.load(tmp_path / "lsa.npz").version == encoder.version


def test_too_little_text_teaches_nothing(tmp_path: Path) -> None:
    """An installation's first day has no vectors, and works."""
    engine = TantivyEngine(tmp_path, ANALYZER)
    engine.apply([Put(make_document(1))], checkpoint=1)
    assert learn_lsa(engine.forward) is None
    engine.close()


def test_worker_processes_change_nothing(tmp_path: Path) -> None:
    """Segmentation elsewhere gives the same index, in the same order."""
    home = IndexHome(tmp_path)
    alone, helped = build(home, "gen-a"), build(home, "gen-b", workers=1)
    first, second = alone.reader(), helped.reader()
    assert first.count() == second.count() == len(CORPUS)
    assert first.checkpoint() == second.checkpoint() == 3
    assert np.array_equal(first.forward.columns, second.forward.columns)
    assert (alone.folder / "rows.bin").read_bytes() == (helped.folder / "rows.bin").read_bytes()


def test_only_complete_generations_answer(tmp_path: Path) -> None:
    """The pointer moves in one step, the old folder stays one generation longer."""
    home = IndexHome(tmp_path)
    with pytest.raises(IndexUnavailable):
        home.current()
    unfinished = home.make("gen-0")
    with pytest.raises(IndexUnavailable):
        home.switch(unfinished)
    for name in ("gen-1", "gen-2", "gen-3"):
        generation = home.make(name)
        write_documents(generation, CORPUS[:5], ANALYZER, checkpoint=1)
        finish(generation, analyzer=ANALYZER, encoder=None, built_at=AT, documents=5)
        home.switch(generation)
        assert home.current().name == name
    assert home.prune() == ["gen-1", "gen-0"]
    assert home.current().meta().documents == 5
    shutil.rmtree(home.current().folder)
    with pytest.raises(IndexUnavailable):
        home.current()


def test_an_index_of_another_layout_asks_for_a_rebuild(home: IndexHome, tmp_path: Path) -> None:
    """A new release must not misread old files."""
    folder = tmp_path / "gen-9"
    shutil.copytree(home.current().folder, folder)
    meta = folder / "generation.json"
    meta.write_text(meta.read_text().replace('"layout": 2', '"layout": 1'))
    with pytest.raises(IndexUnavailable, match="reindex"):
        Generation(folder).reader()


def test_a_broken_vector_file_is_unavailable(home: IndexHome, tmp_path: Path) -> None:
    """Half a faiss file must not take the process down."""
    whole = (home.current().folder / dense_module.DENSE_FILE).read_bytes()
    (tmp_path / dense_module.DENSE_FILE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(IndexUnavailable):
        DenseIndex(tmp_path)


def test_small_collections_need_no_vector_file(tmp_path: Path) -> None:
    """Below twenty thousand, comparing all is as fast."""
    build_dense(tmp_path, np.zeros((100, 8), dtype=np.float16))
    assert DenseIndex(tmp_path).covered == 0
