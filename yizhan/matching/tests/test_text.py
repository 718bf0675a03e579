"""What words come out of what people paste."""

import random
import threading
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yizhan.matching.engine.lexicon import find_words, learn_lexicon
from yizhan.matching.engine.text import Analyzer, bigrams, clean, code_tokens, normalise

ANALYZER = Analyzer()
SCRAPS = [
    "<br>",
    "&lt;",
    "&nbsp;",
    "\x00",
    "\ud800",
    "𠮷",
    "①",
    "ﬁ",
    "㎡",
    "10⁻³",
    "ＡＢ",
    "℃",
    "\ufeff",
]


def test_traditional_full_width_and_simplified_give_the_same_words() -> None:
    """What is typed in Taibei finds what is stored in Dalian."""
    assert ANALYZER.tokens("採用３１６Ｌ不鏽鋼塗層") == ANALYZER.tokens("采用316L不锈钢涂层")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<p>CO<sub>2</sub>捕集</p>", "CO2捕集"),
        ("&lt;b&gt;加氢&lt;/b&gt;", "加氢"),
        ("&amp;nbsp;膜&amp;nbsp;", "膜"),
        ("<script>alert(1)</script>薄膜<!-- 注 -->", "薄膜"),
        ("<td style='color:red'>轴承</td>", "轴承"),
        ("粒径<D50，强度>30MPa", "粒径<D50,强度>30MPa"),
        ("p<0.05且n>3", "p<0.05且n>3"),
        ("密度 kg/m³", "密度 kg/m3"),
        ("10⁶ 次", "10^6 次"),
        ("850 ℃ 与 850 摄氏度", "850 °C 与 850 °C"),
        ("5 µm 与 5 μm", "5 μm 与 5 μm"),
        ("≧850 ⩽ 3", "≥850 ≤ 3"),
        ("−20～60℃", "-20~60°C"),
        ("空\u200b白\x00\x07", "空白"),
        ("半\ud800对", "半对"),
        ("𠮷野家𠮷", "𠮷野家𠮷"),
        ("", ""),
    ],
)
def test_accidents_of_html_typography_and_encoding_are_undone(raw: str, expected: str) -> None:
    """Every case came from a form, a spreadsheet or a web page."""
    assert clean(raw) == expected


def test_case_survives_cleaning_but_not_normalising() -> None:
    """A millipascal is not a megapascal, but MPa and mpa are one word."""
    assert clean("30 MPa / 30 mPa") == "30 MPa / 30 mPa"
    assert normalise("30 MPa") == "30 mpa"


@pytest.mark.parametrize(
    ("run", "tokens"),
    [
        ("wc-10co4cr", {"wc10co4cr", "wc", "10co4cr"}),
        ("316l", {"316l", "316"}),
        ("q345b", {"q345b", "q345"}),
        ("fe3o4", {"fe3o4"}),
        ("lifepo4", {"lifepo4"}),
        ("850hv", {"850hv", "hv"}),
        ("pm2.5", {"pm2.5"}),
        ("boundary-layer", {"boundari", "layer"}),
        ("turbines", {"turbin"}),
        ("7", set()),
        ("the", set()),
    ],
)
def test_model_numbers_stay_whole_and_words_lose_their_endings(
    run: str, tokens: set[str]
) -> None:
    """A part of a model number finds it, and so does another way to hyphenate it."""
    assert set(code_tokens(run)) == tokens


def test_formulas_are_found_however_their_digits_are_set() -> None:
    """Subscript digits, markup and plain digits meet."""
    for spelling in ("TiO₂", "TiO<sub>2</sub>", "ＴｉＯ２", "tio2"):
        assert "tio2" in ANALYZER.tokens(f"采用{spelling}薄膜")


def test_single_characters_stop_words_and_marks_are_no_words() -> None:
    """Only what tells technologies apart is kept."""
    assert ANALYZER.tokens("我们需要的是：一种 高温 合金！") == ["高温", "合金"]


def test_bigrams_overlap_and_do_not_cross_marks() -> None:
    """They are the second opinion where segmentation errs."""
    assert bigrams("高温合金，TiO2") == ["高温", "温合", "合金", "tio2"]


def test_a_lexicon_changes_tokens_and_version_together() -> None:
    """Old tokens and new tokens never meet under one version."""
    taught = Analyzer(["膨胀奥氏体"])
    assert "膨胀奥氏体" in taught.tokens("获得膨胀奥氏体层")
    assert "膨胀奥氏体" not in ANALYZER.tokens("获得膨胀奥氏体层")
    assert taught.version != ANALYZER.version == Analyzer([]).version
    assert Analyzer(["甲乙", "丙丁"]).version == Analyzer(["丙丁", "甲乙"]).version


def test_analyzers_can_be_swapped_while_others_cut() -> None:
    """Adding words to one in use would raise; building the next one must not."""
    errors: list[BaseException] = []
    text = "低温等离子渗氮复合强化技术" * 50

    def cut() -> None:
        try:
            for _ in range(50):
                ANALYZER.tokens(text)
        except BaseException as error:  # noqa: BLE001 - the point is that there is none
            errors.append(error)

    threads = [threading.Thread(target=cut) for _ in range(3)]
    for thread in threads:
        thread.start()
    built = [Analyzer([f"新词{number}"]) for number in range(3)]
    for thread in threads:
        thread.join()
    assert not errors
    assert all(one.tokens(text) for one in built)


def test_words_of_the_trade_are_learned_from_the_corpus() -> None:
    """A word is frequent, coherent and free on both sides; half of one is not a word."""
    sides = ["制备", "采用", "研究", "开发", "改进", "测试", "生产", "使用", "观察", "比较"]
    texts = [f"{left}氮化镓铟{right}。" for left in sides for right in sides]
    letters = random.Random(3).choices([chr(0x5000 + code) for code in range(900)], k=40_000)
    texts.append("".join(letters))  # a corpus is never about one thing only
    learned = learn_lexicon(texts)
    assert "氮化镓铟" in learned
    assert "化镓铟" not in learned
    assert learned == learn_lexicon(texts)
    assert find_words([]) == []
    assert find_words(["只有一句话。"]) == []


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=20), st.sampled_from(SCRAPS)), max_size=8))
def test_any_text_can_be_stored_and_cut(parts: list[str]) -> None:
    """Whatever comes in, what goes out is printable, stable and encodable."""
    text = clean("".join(parts))
    text.encode()
    assert not any(
        unicodedata.category(character) in {"Cs", "Cc"} for character in text.replace("\n", "")
    )
    for token in ANALYZER.tokens("".join(parts)):
        assert token
        assert not any(character.isspace() for character in token)
        token.encode()
