"""Seals: one altered byte is found, whoever altered it; codes survive hands and ears."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from yizhan.contracts.certificates.canonical import NotCanonical, canonical, read_canonical
from yizhan.contracts.certificates.codes import ALPHABET, new_code, read_code, shown_code
from yizhan.contracts.certificates.paper import print_paper
from yizhan.contracts.certificates.published import NotKeys, read_keys, write_keys
from yizhan.contracts.certificates.sealing import (
    FORMAT,
    PublicKey,
    Verdict,
    envelope,
    key_id,
    open_file,
    seal_paper,
    sign_content,
)

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAME = key_id(PRIVATE.public_key().public_bytes_raw())


def make_key(**values: Any) -> PublicKey:
    public = PRIVATE.public_key().public_bytes_raw().hex()
    return PublicKey(**{"id": NAME, "public": public, "made_at": AT, **values})


def make_content(**values: Any) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "site": "https://example.org",
        "code": "7K3Q9XMD2TRA",
        "number": "2026320500002811",
        "version": 2,
        "supersedes": "0" * 64,
        "title": '"}} 表面包覆 <b>',
        "kind": {"code": "assignment", "label": "技术转让"},
        "subkind": None,
        "sellers": ["𠮷田技术有限公司"],
        "buyers": ["赣江新元新能源科技有限公司", "江南大学"],
        "signed_on": "2026-11-12",
        "contract_value": "8600000.00",
        "technology_amount": None,
        "office": {"code": "320500", "name": "苏州技术合同登记处"},
        "registered_on": "2026-11-22",
        "regime": "2026",
        "issued_at": AT.isoformat(timespec="microseconds"),
        **values,
    }


def sealed(content: Mapping[str, Any]) -> bytes:
    return envelope(content, key=NAME, signature=sign_content(content, PRIVATE))


@cache
def paper() -> bytes:
    content = make_content()
    return seal_paper(print_paper(content, file=sealed(content), key=NAME), NAME, PRIVATE)


def test_a_sealed_file_is_genuine_and_says_what_was_sealed() -> None:
    opened = open_file(sealed(make_content()), [make_key()])
    assert opened.verdict is Verdict.GENUINE
    assert opened.content == make_content()


@given(st.integers(min_value=0), st.integers(1, 255))
def test_a_file_with_one_byte_altered_is_never_genuine(place: int, change: int) -> None:
    raw = bytearray(sealed(make_content()))
    raw[place % len(raw)] ^= change
    assert open_file(bytes(raw), [make_key()]).verdict is not Verdict.GENUINE


@pytest.mark.parametrize("more", [b"\n", b" ", b"\x00", b"{}"])
def test_a_file_with_bytes_added_is_not_genuine(more: bytes) -> None:
    assert open_file(sealed(make_content()) + more, [make_key()]).verdict is Verdict.ALTERED


def test_a_sealed_paper_is_genuine_and_carries_its_content() -> None:
    opened = open_file(paper(), [make_key()])
    assert opened.verdict is Verdict.GENUINE
    assert opened.is_paper
    assert opened.content == make_content()


@given(st.integers(min_value=0), st.integers(1, 255))
def test_a_paper_with_one_byte_altered_is_never_genuine(place: int, change: int) -> None:
    raw = bytearray(paper())
    raw[place % len(raw)] ^= change
    assert open_file(bytes(raw), [make_key()]).verdict is not Verdict.GENUINE


def test_the_same_certificate_is_the_same_paper() -> None:
    again = print_paper(make_content(), file=sealed(make_content()), key=NAME)
    assert seal_paper(again, NAME, PRIVATE) == paper()


def test_a_paper_with_something_appended_is_altered_and_still_shows_what_was_sealed() -> None:
    opened = open_file(paper() + b"\n%%EOF\n", [make_key()])
    assert opened.verdict is Verdict.ALTERED
    assert opened.content == make_content()


def test_a_genuine_attachment_does_not_make_other_pages_genuine() -> None:
    start = paper().find(b"<</Length")
    forged = b"%PDF-1.7\n" + paper()[start:]
    assert open_file(forged, [make_key()]).verdict is Verdict.ALTERED


def test_only_published_keys_count_and_only_in_their_time() -> None:
    raw = sealed(make_content())
    assert open_file(raw, []).verdict is Verdict.UNKNOWN_KEY
    later, before = AT + timedelta(days=1), AT - timedelta(days=1)
    retired = make_key(made_at=before, retired_at=later)
    assert open_file(raw, [retired]).verdict is Verdict.GENUINE
    assert open_file(raw, [make_key(made_at=later)]).verdict is Verdict.ALTERED
    ended = make_key(made_at=before, retired_at=before)
    assert open_file(raw, [ended]).verdict is Verdict.ALTERED
    withdrawn = make_key(retired_at=later, withdrawn_at=later)
    assert open_file(raw, [withdrawn]).verdict is Verdict.WITHDRAWN_KEY
    assert open_file(paper(), [withdrawn]).verdict is Verdict.WITHDRAWN_KEY


def test_another_key_under_a_known_name_seals_nothing() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    content = make_content()
    raw = envelope(content, key=NAME, signature=sign_content(content, other))
    stolen = make_key(public=other.public_key().public_bytes_raw().hex())
    assert open_file(raw, [make_key()]).verdict is Verdict.ALTERED
    assert open_file(raw, [stolen]).verdict is Verdict.ALTERED


@given(st.binary(max_size=200))
def test_any_other_file_gets_an_answer(raw: bytes) -> None:
    assert open_file(raw, [make_key()]).verdict in {Verdict.NOT_OURS, Verdict.ALTERED}
    marked = b"%PDF yizhan-seal" + raw
    assert open_file(marked, [make_key()]).verdict is Verdict.ALTERED


def test_a_file_without_our_marks_is_not_called_altered() -> None:
    assert open_file(b"%PDF-1.7 letter", [make_key()]).verdict is Verdict.NOT_OURS


def test_a_file_of_unreasonable_depth_or_size_is_answered() -> None:
    for raw in (b'["yizhan-certificate"' + b"[" * 60_000, b"yizhan-certificate" * 400_000):
        assert open_file(raw, [make_key()]).verdict is not Verdict.GENUINE


def test_a_document_has_one_written_form() -> None:
    assert read_canonical(canonical({"乙": ["1.00", None], "甲": 1})) == {
        "乙": ["1.00", None],
        "甲": 1,
    }
    for raw in (b'{"a": 1}', b'{"b":1,"a":1}', b'{"a":1,"a":1}', b'{"a":1.0}', b"[]", b"\xff"):
        with pytest.raises(NotCanonical):
            read_canonical(raw)


def test_published_keys_are_read_back_as_they_were() -> None:
    keys = [make_key(), make_key(retired_at=AT, withdrawn_at=AT)]
    assert read_keys(canonical(write_keys(keys))) == keys
    for raw in (b"", b"[]", b'{"format":"other","keys":[]}', b'{"format":"yizhan-keys/1"}'):
        with pytest.raises(NotKeys):
            read_keys(raw)


def test_a_code_is_read_as_people_write_it() -> None:
    code = new_code()
    assert read_code(shown_code(code).lower()) == code
    assert read_code(f" {code[:6]} {code[6:]} ") == code
    for wrong in ("", "A", code[:-1], code + "A", "U" * 12, "核" * 12):
        assert read_code(wrong) == ""


@given(st.integers(0, 11), st.sampled_from(ALPHABET))
def test_one_wrong_character_of_a_code_is_found(place: int, other: str) -> None:
    code = new_code()
    wrong = code[:place] + other + code[place + 1 :]
    assert read_code(wrong) == (code if wrong == code else "")


@given(st.integers(0, 10))
def test_two_neighbours_swapped_in_a_code_are_found(place: int) -> None:
    code = new_code()
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert read_code(swapped) == (code if swapped == code else "")
