"""Typed content: whatever comes in, either it has the shape or it is refused at its field."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.kernel.refusals import Refused
from yizhan.listings.content import parse_content, read_content
from yizhan.listings.messages import SENTENCES, sentence
from yizhan.listings.tests.factories import VALUES

BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"title": "长" * 121}, "listings.too_long", "title"),
    ({"summary": "长" * 10_001}, "listings.too_long", "summary"),
    ({"title": "空\x00字节"}, "listings.control_character", "title"),
    ({"summary": "退格\x08"}, "listings.control_character", "summary"),
    ({"title": "翻转\u202e文字"}, "listings.control_character", "title"),
    ({"summary": "半个\ud800字"}, "listings.control_character", "summary"),
    ({"title": 7}, "listings.invalid", "title"),
    ({"fields": ["99"]}, "listings.unknown_value", "fields.0"),
    ({"modes": ["bribe"]}, "listings.unknown_value", "modes.0"),
    ({"region": "浙江"}, "listings.unknown_value", "region"),
    ({"trl_min": 0}, "listings.out_of_range", "trl_min"),
    ({"trl_min": "seven"}, "listings.not_a_number", "trl_min"),
    ({"trl_min": 7, "trl_max": 3}, "listings.trl_order", "trl_max"),
    ({"price_min": "1e99"}, "listings.price_out_of_range", "price_min"),
    ({"price_min": "-1"}, "listings.price_out_of_range", "price_min"),
    ({"price_min": "NaN"}, "listings.not_a_number", "price_min"),
    ({"price_min": 1.5}, "listings.not_a_number", "price_min"),
    ({"price_min": "2", "price_max": "1"}, "listings.price_order", "price_max"),
    ({"deadline": "31.12.2026"}, "listings.not_a_date", "deadline"),
    ({"deadline": "2026-02-30"}, "listings.not_a_date", "deadline"),
    ({"deadline": 20261231}, "listings.not_a_date", "deadline"),
    ({"deadline": "20261231"}, "listings.not_a_date", "deadline"),
    ({"keywords": ["词"] * 3 + [str(n) for n in range(20)]}, "listings.too_many", "keywords"),
    ({"keywords": ["长" * 41]}, "listings.too_long", "keywords.0"),
    ({"visibility": {"title": "public"}}, "listings.unknown_field", "visibility.title"),
    ({"visibility": {"tried": "nobody"}}, "listings.unknown_value", "visibility.tried"),
    ({"surprise": 1}, "listings.unknown_field", "surprise"),
    ({"details": {"surprise": 1}}, "listings.unknown_field", "surprise"),
    ({"details": {"tried": "长" * 4_001}}, "listings.too_long", "tried"),
    ({"details": {"ip_wish": "mine"}}, "listings.unknown_value", "ip_wish"),
    ({"language": "de"}, "listings.unknown_value", "language"),
    ({"indicators": [{"name": ""}]}, "listings.required", "indicators.0.name"),
    (
        {"indicators": [{"name": "硬度", "comparator": "ge"}]},
        "listings.indicator_without_value",
        "indicators.0",
    ),
    (
        {"indicators": [{"name": "硬度", "value": "很高"}]},
        "listings.not_a_number",
        "indicators.0",
    ),
    (
        {"indicators": [{"name": "硬度", "comparator": "between", "value": "5"}]},
        "listings.indicator_without_maximum",
        "indicators.0",
    ),
    (
        {
            "indicators": [
                {"name": "硬", "comparator": "between", "value": "5", "value_max": "5"}
            ]
        },
        "listings.indicator_order",
        "indicators.0",
    ),
    ({"indicators": [{"name": "a", "value": "1"}] * 41}, "listings.too_many", "indicators"),
]


@pytest.mark.parametrize(("values", "code", "place"), BAD)
def test_bad_values_are_refused_at_their_field(
    values: dict[str, Any], code: str, place: str
) -> None:
    """With a code that has a sentence."""
    _content, refusals = read_content("need", values)
    assert [(refusal.code, refusal.place) for refusal in refusals] == [(code, place)]
    assert sentence(refusals[0])


@pytest.mark.parametrize("kind", ["need", "offer", "service"])
def test_an_empty_draft_has_a_shape(kind: str) -> None:
    """Drafts may be as empty as a new form."""
    assert parse_content(kind, {}).title == ""


@pytest.mark.parametrize("kind", ["need", "offer", "service"])
def test_stored_content_reads_back_the_same(kind: str) -> None:
    """What goes into the columns comes out of them."""
    first = parse_content(kind, VALUES[kind])
    plain = first.model_dump(mode="json")
    plain.pop("kind")
    assert parse_content(kind, plain) == first


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("１，０５０", "1050"),
        (" 850 ", "850"),
        ("+350", "350"),
        ("−40", "-40"),
        ("1.2e-6", "1.2e-6"),
        ("0.050", "0.050"),
    ],
)
def test_numbers_have_one_spelling(typed: str, stored: str) -> None:
    """Full-width digits, thousands marks and real minus signs are unified; precision stays."""
    content = parse_content("need", {"indicators": [{"name": "x", "value": typed}]})
    assert content.indicators[0].value == stored


def test_text_keeps_what_people_write() -> None:
    """Mark-up is text like any other, and so are signs outside the basic plane."""
    said = "<script>alert(1)</script>\r\n𠮷野家 👩‍🔬 & “引号”"
    content = parse_content("need", {"summary": said, "title": "  一个\t标题  "})
    assert content.summary == "<script>alert(1)</script>\n𠮷野家 👩‍🔬 & “引号”"
    assert content.title == "一个 标题"


def test_amounts_are_exact() -> None:
    """Never a float, and two decimals."""
    content = parse_content("need", {"price_min": "0.1", "price_max": "99999999.999"})
    assert content.price_min == Decimal("0.10")
    assert content.price_max == Decimal("100000000.00")


def test_every_complaint_comes_at_once() -> None:
    """From the common fields and from those of the kind."""
    with pytest.raises(Refused) as caught:
        parse_content("need", {"title": "\x00", "trl_min": 12, "details": {"tried": "\x00"}})
    assert {refusal.place for refusal in caught.value.refusals} == {
        "title",
        "trl_min",
        "tried",
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        "title",
        "summary",
        "keywords",
        "fields",
        "modes",
        "trl_min",
        "price_min",
        "deadline",
        "indicators",
        "visibility",
        "details",
        "region",
        "is_anonymous",
        "nonsense",
    ]
)


@given(kind=st.sampled_from(["need", "offer", "service"]), values=st.dictionaries(NAMES, JSON))
def test_no_value_breaks_the_reader(kind: str, values: dict[str, Any]) -> None:
    """Any JSON at all ends in content or in refusals that have words."""
    content, refusals = read_content(kind, values)
    assert content is not None or refusals
    assert all(refusal.code in SENTENCES for refusal in refusals)
