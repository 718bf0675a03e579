"""A grade rises with what can be checked and falls with praise, and says why."""

from typing import Any

import pytest

from yizhan.kernel.actors import anonymous
from yizhan.listings import queries
from yizhan.listings.content import parse_content
from yizhan.listings.rules.grading import PARTS, grade
from yizhan.listings.standard import content_values, read_document
from yizhan.listings.standard.marks import NEXT_STEPS, PART_LABELS, card_of, seen_content
from yizhan.listings.standard.schemas import published
from yizhan.listings.terms import Kind
from yizhan.listings.tests.factories import OFFER, VALUES, make_published

BARE: dict[str, Any] = {"title": "一项技术", "summary": "一项技术。", "fields": ["05"]}


@pytest.mark.parametrize("kind", Kind.values)
def test_the_parts_of_each_kind_add_up_to_a_hundred_and_have_words(kind: str) -> None:
    assert sum(most for most, _measure in PARTS[kind].values()) == 100
    assert set(PARTS[kind]) <= set(PART_LABELS) & set(NEXT_STEPS)


@pytest.mark.parametrize("kind", Kind.values)
def test_the_examples_are_an_a_and_an_empty_text_a_d(kind: str) -> None:
    document = read_document(published(f"examples/{kind}.json")).document
    assert document is not None
    found = grade(parse_content(kind, content_values(document)))
    assert found.letter == "A"
    assert grade(parse_content(kind, BARE)).letter == "D"


def test_points_are_the_parts_less_the_cost_of_claims() -> None:
    plain = grade(parse_content("offer", OFFER))
    praised = {**OFFER, "summary": f"{OFFER['summary']}国内领先。性能优异。"}
    boasting = grade(parse_content("offer", praised))
    assert plain.points == sum(part.points for part in plain.parts)
    assert boasting.claims == 2
    assert boasting.points == plain.points - boasting.cost == plain.points - 10


def test_a_third_party_weighs_more_than_the_owner_himself() -> None:
    def measured(by: str) -> int:
        row = {**OFFER["indicators"][0], "measured_by": by}
        found = grade(parse_content("offer", {**OFFER, "indicators": [row]}))
        return next(part.points for part in found.parts if part.code == "measured")

    assert measured("辽宁省材料检测中心") > measured("本单位实验室") > measured("")


def test_the_next_steps_are_those_that_bring_most() -> None:
    card = card_of(parse_content("offer", BARE))
    gains = [line.most - line.points for line in card.steps]
    assert gains == sorted(gains, reverse=True)
    assert len(gains) == 3
    assert all(line.step for line in card.steps)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Kind.values)
def test_whoever_sees_less_sees_the_grade_of_what_it_sees(kind: str) -> None:
    hidden = {"need": {"conditions": "parties_only"}, "offer": {"trl_evidence": "parties_only"}}
    listing = make_published(kind=kind, visibility=hidden.get(kind, {}))
    whole = grade(queries.content_of(listing))
    seen = grade(seen_content(queries.view_of(listing, actor=anonymous())))
    assert seen.points < whole.points if kind in hidden else seen == whole
    assert VALUES[kind]["title"] == listing.title
