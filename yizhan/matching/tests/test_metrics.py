"""Measures by hand, and a folder of judgements with every defect it can have."""

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from yizhan.matching.messages import DEFECTS, defect
from yizhan.matching.relevance.bm25 import Bm25
from yizhan.matching.relevance.evaluating import evaluate, usable_needs
from yizhan.matching.relevance.judged import BadCollection, read_collection
from yizhan.matching.relevance.learning import BadModel, Ranker
from yizhan.matching.relevance.metrics import (
    linear_gain,
    ndcg,
    paired_bootstrap,
    precision,
    recall,
    reciprocal_rank,
)

pytestmark = pytest.mark.filterwarnings("ignore:In Typer, only:DeprecationWarning")

TOPICS = [
    "锂离子电池正极材料制备",
    "印染废水脱色处理工艺",
    "小麦抗病新品种选育",
    "激光熔覆耐磨涂层",
    "果蔬低温保鲜技术",
    "桥梁裂缝视觉检测",
]


def write(folder: Path, files: Mapping[str, Sequence[Sequence[str]]]) -> Path:
    """Write CSV files."""
    for name, rows in files.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def collection_files() -> dict[str, list[list[str]]]:
    """Make six needs, each with a fitting offer, a half fitting one and four others."""
    needs = [["rid", "title", "content"]]
    offers = [["aid", "title_keywords"]]
    judgements = [["rid", "aid", "level"]]
    for number, topic in enumerate(TOPICS):
        needs.append([f"n{number}", topic, f"企业需要{topic}，请专家解决。"])
        offers.append([f"o{number}", topic])
        offers.append([f"h{number}", topic[:4] + "设备"])
        for other in range(len(TOPICS)):
            level = "4" if other == number else "1"
            judgements.append([f"n{number}", f"o{other}", level])
        judgements.append([f"n{number}", f"h{number}", "3"])
    return {"needs.csv": needs, "offers.csv": offers, "judgements.csv": judgements}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder of judgements without a defect."""
    return write(tmp_path, collection_files())


def test_ndcg_is_what_a_pencil_gives() -> None:
    ordered = [1, 4, 2]
    gained = 7 / math.log2(3) + 1 / math.log2(4)
    ideal = 7 + 1 / math.log2(3)
    assert ndcg(ordered) == pytest.approx(gained / ideal)
    assert ndcg([4, 2, 1]) == 1
    assert ndcg([1, 1]) is None
    assert ndcg(ordered, gain=linear_gain) == pytest.approx(
        (3 / math.log2(3) + 1 / 2) / (3 + 1 / math.log2(3))
    )


def test_what_was_judged_but_not_ranked_lowers_ndcg() -> None:
    assert ndcg([4, 1], known=[4, 4, 1]) == pytest.approx(7 / (7 + 7 / math.log2(3)))


def test_only_the_first_ten_places_count() -> None:
    assert ndcg([1] * 10 + [4]) == 0


def test_precision_recall_and_first_place() -> None:
    assert precision([4, 1, 3, 2, 1, 4], depth=5, least=3) == pytest.approx(0.4)
    assert reciprocal_rank([1, 2, 3], least=3) == pytest.approx(1 / 3)
    assert reciprocal_rank([1, 2], least=3) == 0
    assert recall(["a", "b", "c"], frozenset({"c", "x"}), depth=3) == pytest.approx(0.5)
    assert recall(["a", "b", "c"], frozenset({"c", "x"}), depth=2) == 0


def test_the_interval_holds_zero_only_where_there_is_no_difference() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 200)
    same = paired_bootstrap(noise, np.random.default_rng(2).permutation(noise))
    better = paired_bootstrap(noise + 0.05, noise)
    assert same.low < 0 < same.high
    assert better.above_zero
    assert better.mean == pytest.approx(0.05)


def test_bm25_prefers_the_rare_word() -> None:
    index = Bm25([["common", "rare"], ["common", "common"], ["common"]])
    scores = index.scores({"common": 1.0, "rare": 1.0, "absent": 1.0})
    assert int(np.argmax(scores)) == 0
    assert Bm25([]).mean_length == 0


def test_the_score_beats_chance_on_a_collection_that_makes_sense(folder: Path) -> None:
    report = evaluate(read_collection(folder))
    means = {system.name: system.means for system in report.systems}
    assert means["score"]["nDCG@10"] > 0.95
    assert means["score"]["recall@10"] == 1
    assert means["score"]["nDCG@10"] > means["random"]["nDCG@10"]
    assert set(report.not_exercised) == {"indicators", "mode", "trl", "region"}
    assert report.to_json()["counts"]["needs usable"] == len(TOPICS)


def test_a_need_with_few_judgements_or_no_gain_is_left_out(tmp_path: Path) -> None:
    files = collection_files()
    files["needs.csv"] += [["few", "少", ""], ["none", "无", ""]]
    files["judgements.csv"] += [["few", "o1", "4"]]
    files["judgements.csv"] += [["none", f"o{number}", "1"] for number in range(6)]
    collection = read_collection(write(tmp_path, files))
    assert usable_needs(collection) == [f"n{number}" for number in range(len(TOPICS))]


DEFECTIVE: list[tuple[str, str, list[list[str]]]] = [
    ("no_rows", "needs.csv", [["rid", "title", "content"]]),
    ("no_column", "needs.csv", [["rid", "title"], ["a", "b"]]),
    ("no_column", "offers.csv", [["id", "title_keywords"], ["a", "b"]]),
    ("short_row", "offers.csv", [["aid", "title_keywords"], ["a"]]),
    ("empty_id", "needs.csv", [["rid", "title", "content"], ["", "b", "c"]]),
    ("double_id", "offers.csv", [["aid", "title_keywords"], ["a", "b"], ["a", "c"]]),
    ("unknown_id", "judgements.csv", [["rid", "aid", "level"], ["zz", "o1", "1"]]),
    ("unknown_id", "judgements.csv", [["rid", "aid", "level"], ["n1", "zz", "1"]]),
    ("bad_level", "judgements.csv", [["rid", "aid", "level"], ["n1", "o1", "5"]]),
    ("bad_level", "judgements.csv", [["rid", "aid", "level"], ["n1", "o1", "high"]]),
    (
        "judged_twice",
        "judgements.csv",
        [["rid", "aid", "level"], ["n1", "o1", "1"], ["n1", "o1", "2"]],
    ),
    ("nothing_usable", "judgements.csv", [["rid", "aid", "level"], ["n1", "o1", "1"]]),
]


@pytest.mark.parametrize(("code", "name", "rows"), DEFECTIVE)
def test_each_defect_of_a_folder_has_its_own_sentence(
    folder: Path, code: str, name: str, rows: list[list[str]]
) -> None:
    write(folder, {name: rows})
    with pytest.raises(BadCollection) as raised:
        evaluate(read_collection(folder))
    assert raised.value.code == code
    with translation.override("zh-hans"):
        assert "%" not in defect(raised.value)


def test_missing_files_wrong_encoding_and_broken_json_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadCollection, match="no_folder"):
        read_collection(tmp_path / "absent")
    with pytest.raises(BadCollection, match="missing_files"):
        read_collection(tmp_path)
    write(tmp_path, collection_files())
    (tmp_path / "offers.csv").write_bytes("aid,title_keywords\na,锂电池".encode("gb18030"))
    with pytest.raises(BadCollection, match="not_utf8"):
        read_collection(tmp_path)
    (tmp_path / "queries.jsonl").write_text('{"id": 1', encoding="utf-8")
    (tmp_path / "docs.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "qrels.csv").write_text("", encoding="utf-8")
    with pytest.raises(BadCollection, match="broken_json"):
        read_collection(tmp_path)


def test_a_classic_collection_is_read_with_its_codes(tmp_path: Path) -> None:
    documents = [
        {"id": 1, "title": "wing", "text": "wing lift"},
        {"id": 2, "title": "x", "text": "y"},
    ]
    (tmp_path / "docs.jsonl").write_text(
        "\n".join(map(json.dumps, documents)), encoding="utf-8"
    )
    (tmp_path / "queries.jsonl").write_text('{"id": 7, "text": "lift"}\n', encoding="utf-8")
    rows = [
        ["query_id", "doc_id", "code_1best_4least_neg1none"],
        ["7", "1", "1"],
        ["7", "2", "-1"],
    ]
    write(tmp_path, {"qrels.csv": rows})
    collection = read_collection(tmp_path)
    assert collection.levels == {"7": {"1": 5, "2": 1}}
    assert collection.offers["1"].text == "lift"


def test_the_command_prints_json_and_refuses_in_words(folder: Path, tmp_path: Path) -> None:
    printed = io.StringIO()
    call_command("evaluate", str(folder), "--json", stdout=printed)
    report = json.loads(printed.getvalue())
    assert report["systems"]["score"]["nDCG@10"] > 0.9
    complaints = io.StringIO()
    with pytest.raises(CommandError) as ended:
        call_command("evaluate", str(tmp_path / "absent"), stderr=complaints)
    assert ended.value.returncode == 2
    assert "absent" in complaints.getvalue()


def test_a_trained_model_ranks_and_a_foreign_file_is_refused(
    folder: Path, tmp_path: Path
) -> None:
    model = tmp_path / "made" / "ranker.json"
    call_command("train", str(folder), "--out", str(model), stdout=io.StringIO())
    first = model.read_bytes()
    call_command("train", str(folder), "--out", str(model), stdout=io.StringIO())
    assert model.read_bytes() == first
    report = evaluate(read_collection(folder), ranker=Ranker.load(model))
    means = {system.name: system.means for system in report.systems}
    assert means["learned (given model)"]["nDCG@10"] > 0.9
    model.write_text("{}", encoding="utf-8")
    with pytest.raises(BadModel):
        Ranker.load(model)


def test_every_defect_has_a_sentence() -> None:
    assert all(str(text) for text in DEFECTS.values())
