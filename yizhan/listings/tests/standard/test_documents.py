"""A document says what the listing says, and what cannot be read is named at its place."""

import json
from datetime import date
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.kernel.actors import anonymous
from yizhan.listings import queries, services
from yizhan.listings.standard import (
    Level,
    content_values,
    document_of,
    plain,
    read_document,
    read_value,
    validate,
    validate_bytes,
)
from yizhan.listings.standard.reading import DEEPEST, LARGEST
from yizhan.listings.standard.schemas import published, schema_of
from yizhan.listings.standard.wording import REQUIRED
from yizhan.listings.terms import Kind
from yizhan.listings.tests.factories import AT, actor_of, make_organisation, make_published

TODAY = date(2026, 3, 2)
KINDS = list(Kind.values)


def example(kind: str) -> dict[str, Any]:
    return dict(json.loads(published(f"examples/{kind}.json")))


def codes(raw: bytes) -> list[str]:
    return [problem.code for problem in read_document(raw).problems]


def at(value: Any) -> dict[str, str]:
    return {problem.pointer: problem.code for problem in read_value(value).problems}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_each_kind_may_be_published(kind: str) -> None:
    assert validate(example(kind), today=TODAY) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_written_again_is_the_same(kind: str) -> None:
    read = read_value(example(kind))
    assert read.document is not None
    assert plain(read.document) == example(kind)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_leaving_out_any_required_field_is_refused_and_any_other_is_not(kind: str) -> None:
    whole = example(kind)
    for name in whole:
        rest = {key: value for key, value in whole.items() if key != name}
        found = [one for one in validate(rest, today=TODAY) if one.level != Level.ADVICE]
        depends = name in {"trl_evidence", "plan_number", "security_check"}
        assert bool(found) == (name in REQUIRED[kind] or depends), name


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_made_from_a_document_becomes_the_same_document(kind: str) -> None:
    document = read_value(example(kind)).document
    assert document is not None
    owner = actor_of(make_organisation())
    listing = services.create_draft(
        actor=owner, kind=document.kind, values=content_values(document), at=AT
    )
    again = plain(document_of(queries.view_of(listing, actor=owner)))
    own = {"id", "source", "number", "organisation", "stage", "version", "updated_at"}
    given = {name: value for name, value in example(kind).items() if name not in own}
    given.pop("visibility", None)
    assert {name: value for name, value in again.items() if name not in own} == given


@pytest.mark.django_db
def test_what_the_public_may_not_read_is_not_in_the_document() -> None:
    listing = make_published(is_anonymous=True)
    view = queries.view_of(listing, actor=anonymous())
    held = plain(document_of(view, site="https://example.org"))
    text = json.dumps(held, ensure_ascii=False)
    assert "conditions" not in held
    assert held["visibility"] == {"conditions": "after_contact"}
    assert listing.organisation.name not in text
    assert "url" not in held["organisation"]
    assert held["url"].startswith("https://example.org/needs/")
    assert read_value(held).problems == ()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "standard.empty"),
        (b" " * (LARGEST + 1), "standard.too_large"),
        (b"[" * 100_000, "standard.too_deep"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "standard.too_deep"),
        (b'{"price_min": NaN}', "standard.not_finite"),
        (b'{"price_min": -Infinity}', "standard.not_finite"),
        (b'{"trl_min": ' + b"9" * 6000 + b"}", "standard.number_too_long"),
        (b'{"a": 1, "a": 2}', "standard.duplicate_key"),
        (b'{"a": {"b": 1, "b": 1}}', "standard.duplicate_key"),
        (b'{"a": 1', "standard.not_json"),
        (b"[]", "standard.not_an_object"),
        (b"\xff\xfe\x00", "standard.not_text"),
        (b'{"kind": ["need"]}', "standard.no_kind"),
    ],
)
def test_broken_files_are_named_for_what_is_wrong(raw: bytes, code: str) -> None:
    assert code in codes(raw)


def test_ten_megabytes_are_refused_before_they_are_parsed() -> None:
    raw = b'{"title": "' + b"x" * 10_000_000 + b'"}'
    assert codes(raw) == ["standard.too_large"]


def test_a_mark_of_utf8_is_harmless_and_gb18030_is_read_but_refused() -> None:
    text = json.dumps(example("need"), ensure_ascii=False)
    assert codes(b"\xef\xbb\xbf" + text.encode()) == []
    assert codes(text.encode("gb18030")) == ["standard.not_utf8"]
    assert codes(text.encode("utf-16")) == ["standard.not_utf8"]


def test_another_version_is_refused_not_guessed() -> None:
    for version in ("2.0", "1", 1.0, None, ["1.0"]):
        assert at({**example("need"), "standard": version})["/standard"] == (
            "standard.wrong_version"
        )


def test_an_unknown_field_is_named_with_the_one_that_was_meant() -> None:
    found = read_value({**example("need"), "titel": "x", "标题": "x", "colour": "red"}).problems
    meant = {one.pointer: (one.code, one.values.get("near")) for one in found}
    assert meant == {
        "/titel": ("standard.near_field", "title"),
        "/标题": ("standard.near_field", "title"),
        "/colour": ("standard.unknown_field", None),
    }


def test_nothing_is_quietly_turned_around() -> None:
    found = at(
        {
            **example("need"),
            "price_min": 800000,
            "price_max": "1,200,000",
            "trl_min": True,
            "trl_max": "7",
            "deadline": None,
            "is_anonymous": "false",
            "keywords": "渗氮",
            "modes": ["barter"],
            "industry": "Z99",
            "updated_at": "2026-03-02",
            "organisation": [],
        }
    )
    assert found == {
        "/price_min": "standard.not_string",
        "/price_max": "standard.bad_format",
        "/trl_min": "standard.not_integer",
        "/trl_max": "standard.not_integer",
        "/deadline": "standard.null",
        "/is_anonymous": "standard.not_boolean",
        "/keywords": "standard.not_list",
        "/modes/0": "listings.unknown_value",
        "/industry": "standard.bad_format",
        "/updated_at": "standard.not_a_time",
        "/organisation": "standard.not_object",
    }


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\u202eb"])
def test_what_no_reader_could_see_is_refused_wherever_it_stands(text: str) -> None:
    raw = json.dumps({**example("need"), "summary": text}).encode()
    assert codes(raw) == ["listings.control_character"]
    key = json.dumps({**example("need"), text: "x"}).encode()
    assert "standard.unknown_field" in codes(key)
    for problem in (*read_document(raw).problems, *read_document(key).problems):
        (problem.pointer + problem.sentence + problem.label).encode()


@pytest.mark.django_db
def test_codes_of_no_table_and_an_order_upside_down_are_named() -> None:
    found = {
        one.pointer: one.code
        for one in validate(
            {**example("need"), "region": "999999", "price_min": "9", "price_max": "1"},
            today=TODAY,
        )
    }
    assert found == {
        "/region": "listings.unknown_value",
        "/price_max": "listings.price_order",
    }


@pytest.mark.django_db
def test_every_problem_says_field_rule_and_how_to_mend() -> None:
    value = {**example("offer"), "title": "工艺", "plan_number": ""}
    for problem in validate_bytes(json.dumps(value).encode(), today=TODAY):
        held = problem.as_json()
        assert all(held[name] for name in ("field", "message", "rule", "code", "level"))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=20,
)


@given(kind=st.sampled_from(KINDS), data=st.data())
def test_what_we_accept_the_published_schema_accepts(kind: str, data: st.DataObject) -> None:
    value = example(kind)
    for name in data.draw(st.sets(st.sampled_from(sorted(value)), max_size=3)):
        value[name] = data.draw(_json)
    read = read_value(value)
    assert (read.document is None) == bool(read.problems)
    if read.document is not None:
        schema = jsonschema_rs.Draft202012Validator(schema_of(kind))
        assert schema.is_valid(value)
        assert schema.is_valid(plain(read.document))


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(raw: bytes) -> None:
    assert read_document(raw).problems


def test_depth_is_counted_no_further_than_needed() -> None:
    value: Any = {}
    for _ in range(50_000):
        value = {"a": value}
    assert at(value) == {"": "standard.too_deep"}
    assert DEEPEST < 50
