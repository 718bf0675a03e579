"""The score: exact sums, silent parts, quotes, and the same answer again from JSON."""

import json
from dataclasses import replace
from decimal import Decimal
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.matching.engine.text import Analyzer, normalise
from yizhan.matching.messages import DEFECTS, SENTENCES, explanation
from yizhan.matching.relevance.concepts import concepts
from yizhan.matching.relevance.evidence import Evidence, Measurer, Sample, SharedWord
from yizhan.matching.relevance.likeness import Vector
from yizhan.matching.relevance.scoring import (
    Inputs,
    Match,
    recompute,
    reconciled,
    score,
    semantic_similarity,
)
from yizhan.matching.relevance.views import IndicatorView, NeedView, OfferView
from yizhan.matching.relevance.weights import PARTS, UnknownWeights, weights

ANALYZER = Analyzer()
OFFERS = [
    OfferView(
        id="1",
        title="双相不锈钢表面激光熔覆耐磨涂层技术",
        text="采用激光熔覆在双相不锈钢表面制备耐磨涂层。"
        "涂层表面硬度达到1,050 HV，结合强度450MPa。已在石化企业的泵阀上应用。",
        modes=("ordinary_licence", "service"),
        trl_min=7,
        trl_max=7,
        region="410100",
        price_min=Decimal(800000),
        price_max=Decimal(1200000),
    ),
    OfferView(id="2", title="果蔬冷藏保鲜技术", text="低温贮藏果蔬，保鲜期延长 30 天。"),
    OfferView(id="3", title="污水处理用絮凝剂", text="处理印染废水，COD去除率92%。"),
]
NEED = NeedView(
    title="不锈钢阀门密封面耐磨涂层",
    text="双相不锈钢阀门的密封面磨损快，需要耐磨涂层，表面硬度不低于850HV。",
    modes=("commissioned_development", "ordinary_licence"),
    trl_min=6,
    trl_max=8,
    region="410000",
    budget_max=Decimal(1000000),
    indicators=(IndicatorView(name="表面硬度", comparator="ge", value="850", unit="HV"),),
)


class Corpus:
    """Statistics of the three offers."""

    documents = 3
    mean_length = 20.0

    def frequency(self, term: str) -> int:
        """Count by containment, which is enough here."""
        return sum(term in offer.title + offer.text for offer in OFFERS)


def measurer() -> Measurer:
    """Make a measurer over the three offers."""
    sample = Sample.learn(f"{offer.title}\n{offer.text}" for offer in OFFERS)
    return Measurer(corpus=Corpus(), sample=sample, tokenise=ANALYZER.tokens)


def match(need: NeedView, offer: OfferView) -> Match:
    """Score one pair."""
    return score(inputs(need, offer))


def inputs(need: NeedView, offer: OfferView) -> Inputs:
    """Measure one pair."""
    made = measurer()
    evidence = made.measure(made.need(need), made.offer(offer), offer.similarity)
    return Inputs(need, offer, evidence)


def test_the_offer_that_answers_the_need_comes_first() -> None:
    scores = [match(NEED, offer).score for offer in OFFERS]
    assert scores[0] > 60
    assert scores[0] > 2 * max(scores[1:])


def test_a_traditional_chinese_need_finds_the_same_offer() -> None:
    need = NeedView(title="不鏽鋼閥門密封面耐磨塗層")
    assert match(need, OFFERS[0]).score > match(need, OFFERS[1]).score


def test_words_without_a_common_character_meet_in_a_concept() -> None:
    evidence = inputs(NeedView(title="冷链装备"), OFFERS[1]).evidence
    assert "refrigeration" in evidence.shared_concepts


def test_a_word_that_only_looks_like_one_of_the_lexicon_is_none() -> None:
    found = concepts().find("核心技术水平，银行资金，氢键")
    assert not set(found) & {"核", "水", "银", "金", "氢"}


PIECES = (
    "防腐",
    "涂层",
    "核心技术",
    "银行",
    "金属",
    "氢",
    "氢键",
    "制冷",
    "冷链",
    "AB",
    "pump",
    "，",
    " ",
    "水",
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_words_of_the_lexicon_are_found_as_by_looking_at_every_place(text: str) -> None:
    """The quick way, which visits few places, and the plain way agree."""
    lexicon = concepts()
    plain = normalise(text)
    terms = [t for t in lexicon.owners if t in plain and t not in lexicon._blocked]
    free, position = [], 0
    while position < len(plain):
        blocked = [w for w in lexicon._blocked if plain.startswith(w, position)]
        free.append((position, not blocked))
        position += max(map(len, blocked), default=1)
    wanted = {
        term: sum(
            plain.startswith(term, at) and (len(term) > 1 or is_free) for at, is_free in free
        )
        for term in terms
        if not term.isascii()
    }
    found = {term: count for term, count in lexicon.find(plain).items() if not term.isascii()}
    assert found == {term: count for term, count in wanted.items() if count}


def test_a_word_at_the_end_of_a_text_counts_once() -> None:
    """Where the text ends, a longer word that begins alike is not the shorter one again."""
    lexicon = concepts()
    words = [w for w in lexicon.owners if not w.isascii() and w not in lexicon._blocked]
    assert {lexicon.find(f"的{word}")[word] for word in words} == {1}


def test_texts_without_a_known_character_have_no_likeness() -> None:
    assert Vector.of({}).cosine(Vector.of({"阀": 1.0})) == 0
    assert Vector.of({"阀": 2.0, "门": 1.0}).cosine(Vector.of({"阀": 3.0})) == 2 / 5**0.5


def test_a_nearer_vector_raises_the_score() -> None:
    near, far = (match(NEED, replace(OFFERS[1], similarity=value)) for value in (0.9, 0.1))
    assert near.score > far.score


def test_the_explanation_shows_all_six_parts_and_what_agrees() -> None:
    found = match(NEED, OFFERS[0])
    parts = {part.key: part for part in found.parts}
    assert tuple(parts) == PARTS
    assert [part.weight for part in found.parts] == [50, 15, 20, 5, 5, 5]
    assert parts["indicators"].points == Decimal(20)
    assert parts["mode"].similarity == 1
    agree = {line.facet: (line.verdict, line.text.code) for line in found.agree}
    assert agree == {
        "indicator": ("yes", "indicator.yes.percent_above"),
        "mode": ("yes", "mode.shared"),
        "trl": ("yes", "trl.within"),
        "region": ("yes", "region.same"),
        "price": ("part", "price.overlap"),
    }


def test_the_quote_marks_shared_words_in_the_best_sentence() -> None:
    found = match(NEED, OFFERS[0]).quote
    assert found is not None
    marked = [piece for piece, is_marked in found.pieces if is_marked]
    assert any("不锈钢" in piece for piece in marked)
    assert "".join(piece for piece, _ in found.pieces) == found.text
    assert found.text in OFFERS[0].text


def test_bare_numbers_and_units_are_no_words_to_show() -> None:
    need = NeedView(title="涂层 450MPa 850 HV 耐磨")
    found = match(need, OFFERS[0])
    assert set(found.terms) == {"涂层", "耐磨"}


def test_price_is_shown_and_never_scored() -> None:
    dear = replace(OFFERS[0], price_min=Decimal(9_000_000), price_max=None)
    found = match(NEED, dear)
    assert ("no", "price") in [(line.verdict, line.facet) for line in found.agree]
    assert found.score == match(NEED, OFFERS[0]).score


def test_the_weight_of_silent_parts_goes_to_those_that_speak() -> None:
    found = match(NeedView(title=NEED.title, text=NEED.text), OFFERS[0])
    weighing = {part.key: part.weight for part in found.parts if part.speaks}
    assert weighing == {"semantic": Decimal("76.9"), "terms": Decimal("23.1")}
    assert {part.points for part in found.parts if not part.speaks} == {Decimal(0)}


def test_an_empty_need_scores_nothing_and_breaks_nothing() -> None:
    found = match(NeedView(), OfferView())
    assert found.score == 0
    assert found.terms == ()
    assert found.quote is None


WORDS = st.builds(
    SharedWord,
    word=st.text(min_size=1, max_size=6),
    rarity=st.floats(0, 12),
    in_need=st.integers(1, 200).map(float),
    in_offer=st.integers(1, 50).map(float),
)
EVIDENCE = st.builds(
    Evidence,
    characters=st.floats(0, 1),
    concepts=st.floats(0, 1),
    shared_concepts=st.just(("steel_iron",)),
    vector=st.none() | st.floats(-1, 1),
    encoder=st.sampled_from(["", "lsa-128-x", "minilm"]),
    words=st.lists(WORDS, max_size=12, unique_by=lambda word: word.word).map(tuple),
    ideal=st.floats(0, 500),
    offer_length=st.integers(0, 5000),
    mean_length=st.floats(0, 1000),
)
MODES = st.lists(st.sampled_from(["service", "assignment", "consulting"]), unique=True).map(
    tuple
)
LEVELS = st.none() | st.integers(1, 9)
REGIONS = st.sampled_from(["", "410000", "410100", "110105", "310000"])
MONEY = st.none() | st.decimals(0, 10**9, places=2)
FIGURES = st.lists(
    st.builds(
        IndicatorView,
        name=st.sampled_from(["硬度", "强度", ""]),
        comparator=st.sampled_from(["ge", "le", "between", "text", "about"]),
        value=st.sampled_from(["850", "1,050", "x", "5×10^-6", ""]),
        value_max=st.sampled_from(["", "2000"]),
        unit=st.sampled_from(["HV", "MPa", "%", "foo", ""]),
    ),
    max_size=4,
).map(tuple)
NEEDS = st.builds(
    NeedView,
    title=st.text(max_size=20),
    text=st.text(max_size=60),
    modes=MODES,
    trl_min=LEVELS,
    trl_max=LEVELS,
    region=REGIONS,
    budget_max=MONEY,
    indicators=FIGURES,
)
ANSWERS = st.builds(
    OfferView,
    title=st.text(max_size=20),
    text=st.text(max_size=60),
    modes=MODES,
    trl_min=LEVELS,
    trl_max=LEVELS,
    region=REGIONS,
    price_min=MONEY,
    indicators=FIGURES,
)


@given(need=NEEDS, offer=ANSWERS, evidence=EVIDENCE)
def test_any_match_sums_exactly_reads_aloud_and_comes_again_from_json(
    need: NeedView, offer: OfferView, evidence: Evidence
) -> None:
    made = Inputs(need, offer, evidence)
    found = score(made)
    assert sum(part.weight for part in found.parts) == 100
    assert sum(part.points for part in found.parts) == found.score
    assert 0 <= found.score <= 100
    assert all(0 <= part.points <= part.weight for part in found.parts)
    stored = json.loads(json.dumps(made.to_json()))
    assert recompute(stored, weights_version=found.weights_version) == found
    words = explanation(found)
    assert all(row["text"] for row in words["agree"])
    assert all(all(row["basis"]) for row in words["parts"])


@given(st.lists(st.decimals(0, 100, places=6), min_size=1, max_size=8))
def test_rounding_keeps_the_sum(exact: list[Decimal]) -> None:
    total = sum(exact, Decimal(0)).quantize(Decimal("0.1"))
    rounded = reconciled(exact, total)
    assert sum(rounded, Decimal(0)) == total
    assert all(
        abs(one - other) <= Decimal("0.15") for one, other in zip(rounded, exact, strict=True)
    )


@given(EVIDENCE, st.floats(0, 1))
def test_more_likeness_never_lowers_the_semantic_part(evidence: Evidence, more: float) -> None:
    chosen = weights()
    values = {**evidence.to_json(), "characters": min(1.0, evidence.characters + more)}
    assert semantic_similarity(Evidence.from_json(values), chosen) >= semantic_similarity(
        evidence, chosen
    )


@pytest.mark.parametrize(
    ("level", "verdict", "similarity"),
    [(9, "yes", "1.000"), (6, "yes", "1.000"), (5, "part", "0.600"), (3, "no", "0.000")],
)
def test_readiness_below_what_is_wanted_loses_points(
    level: int, verdict: str, similarity: str
) -> None:
    offer = OfferView(title="涂层", trl_min=level, trl_max=level)
    found = match(NEED, offer)
    part = next(part for part in found.parts if part.key == "trl")
    line = next(line for line in found.agree if line.facet == "trl")
    assert (line.verdict, str(part.similarity)) == (verdict, similarity)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("410102", "region.same"),
        ("130000", "region.other"),
        ("420100", "region.zone"),
        ("", "region.not_given"),
    ],
)
def test_regions_compare_by_county_city_province_and_zone(code: str, expected: str) -> None:
    found = match(NEED, OfferView(title="涂层", region=code))
    line = next(line for line in found.agree if line.facet == "region")
    assert line.text.code == expected


def test_unknown_weights_are_refused() -> None:
    with pytest.raises(UnknownWeights):
        weights("nine")
    with pytest.raises(UnknownWeights):
        weights("../1")


def test_every_sentence_names_only_what_its_phrase_gives() -> None:
    known = {
        "characters", "concepts", "cosine", "count", "terms", "asked", "yes", "part", "no",
        "unknown", "name", "names", "given", "by", "modes", "level", "low", "high", "zone",
    }  # fmt: skip
    for code, text in SENTENCES.items():
        if code.startswith("matching."):
            continue
        assert _placeholders(str(text)) <= known, code
    assert all(str(text) for text in DEFECTS.values())


def _placeholders(text: str) -> set[str]:
    plain = text.replace("%%", "").replace("%(", "{").replace(")s", "}")
    return {name for _, name, _, _ in Formatter().parse(plain) if name}
