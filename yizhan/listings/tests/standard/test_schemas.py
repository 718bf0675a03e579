"""What is published stays what it is; what is drawn from the shapes is the same."""

import json
import os
from hashlib import sha256
from typing import Any

import jsonschema_rs
import pytest

from yizhan.listings.standard.schemas import (
    CODE_LISTS,
    FILES,
    PUBLISHED,
    code_lists,
    published,
    schema_of,
)
from yizhan.listings.terms import Kind

# Version 1.0 is these bytes. Another digest is another version, in a folder of its own.
DIGESTS: dict[str, str] = json.loads((PUBLISHED / "1.0" / "digests.json").read_text())
_WORDS = {"title", "description", "x-en", "x-labels"}


def bare(node: Any) -> Any:
    """Take the words out, which may be said better; what remains decides over documents."""
    if isinstance(node, dict):
        is_map = "type" not in node and "$ref" not in node and "$schema" not in node
        left_out = set() if is_map else _WORDS
        return {key: bare(value) for key, value in node.items() if key not in left_out}
    return [bare(one) for one in node] if isinstance(node, list) else node


def drawn(name: str) -> Any:
    return code_lists() if name == "codes.json" else schema_of(name.removesuffix(".json"))


DRAWN = [name for name in FILES if "/" not in name]


@pytest.mark.parametrize("name", FILES)
def test_the_published_bytes_never_change(name: str) -> None:
    assert sha256(published(name)).hexdigest() == DIGESTS[name]


@pytest.mark.parametrize("name", DRAWN)
def test_the_shapes_still_say_what_was_published(name: str) -> None:
    """A changed shape fails here: it is a new version, or a mistake."""
    held = json.loads(published(name))
    if name == "codes.json":
        # A list may grow, which is a minor version; a published code is never taken back.
        for key, codes in held["lists"].items():
            assert set(codes) <= set(CODE_LISTS[key].values), key
    else:
        assert bare(held) == bare(json.loads(json.dumps(drawn(name))))


@pytest.mark.parametrize("kind", Kind.values)
def test_the_schema_is_one_and_takes_its_example(kind: str) -> None:
    schema = json.loads(published(f"{kind}.json"))
    jsonschema_rs.meta.validate(schema)
    validator = jsonschema_rs.Draft202012Validator(schema)
    example = json.loads(published(f"examples/{kind}.json"))
    assert validator.is_valid(example)
    for wrong in ({"standard": "2.0"}, {"price_min": 5}, {"colour": "red"}, {"kind": "x"}):
        assert not validator.is_valid({**example, **wrong})


@pytest.mark.parametrize("kind", Kind.values)
def test_every_field_is_named_and_ruled_in_both_languages(kind: str) -> None:
    schema = json.loads(published(f"{kind}.json"))
    objects = [schema, *(one for one in schema["$defs"].values() if "properties" in one)]
    for held in objects:
        for name, field in held["properties"].items():
            english = field["x-en"]
            assert field["title"], name
            assert english["title"].isascii(), name
            assert english["title"] != field["title"], name
            assert english["description"] != field["description"], name


def test_writing_anew_is_asked_for_by_name() -> None:
    """YIZHAN_WRITE_STANDARD=1 writes a version that is not published yet."""
    if os.environ.get("YIZHAN_WRITE_STANDARD") == "1":
        folder = PUBLISHED / "1.0"
        for name in DRAWN:
            text = json.dumps(drawn(name), ensure_ascii=False, indent=1)
            (folder / name).write_text(f"{text}\n")
        digests = {name: sha256(published(name)).hexdigest() for name in FILES}
        (folder / "digests.json").write_text(json.dumps(digests, indent=1) + "\n")
    assert set(DIGESTS) == set(FILES)
