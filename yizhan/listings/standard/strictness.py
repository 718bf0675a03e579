"""What JSON Schema says about types, held against a value: nothing is quietly turned around.

The shapes behind forms forgive much (a number for a text, a missing value as nothing); between
machines the same document must mean the same everywhere.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from yizhan.listings.standard.problems import Level, Problem, pointer_of

Near = Callable[[str, Mapping[str, Any]], str]
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
}
_CODES = {
    "string": "standard.not_string",
    "integer": "standard.not_integer",
    "boolean": "standard.not_boolean",
    "array": "standard.not_list",
    "object": "standard.not_object",
}
# Lists longer than any limit of the shapes are left to the shapes, which say so once.
_MOST_ITEMS = 200
_SAID_BEFORE = frozenset({"standard", "kind"})


def against_schema(schema: Mapping[str, Any], value: Any, *, near: Near) -> Iterator[Problem]:
    """Give every place where a type, a code, a format or a name is not the schema's."""
    return _Walk(schema["$defs"], near).node(schema, value, ())


def depth_of(value: Any, limit: int) -> int:
    """Count the levels of nesting, no further than just beyond the limit."""
    level, layer = 0, [value]
    while layer and level <= limit:
        layer = [inner for one in layer for inner in _inside(one)]
        level += 1
    return level


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


class _Walk:
    """One walk through a document beside its schema."""

    def __init__(self, defs: Mapping[str, Any], near: Near) -> None:
        self.defs, self.near = defs, near

    def node(
        self, schema: Mapping[str, Any], value: Any, at: tuple[object, ...]
    ) -> Iterator[Problem]:
        if "$ref" in schema:
            schema = self.defs[schema["$ref"].rpartition("/")[2]]
        kind = schema["type"]
        if value is None:
            yield _problem("standard.null", at)
        elif not _is(value, kind):
            yield _problem(_CODES[kind], at)
        elif kind == "string":
            yield from _text(schema, value, at)
        elif kind == "array":
            for index, one in enumerate(value[:_MOST_ITEMS]):
                yield from self.node(schema["items"], one, (*at, index))
        elif kind == "object":
            yield from self.members(schema, value, at)

    def members(
        self, schema: Mapping[str, Any], value: Mapping[str, Any], at: tuple[object, ...]
    ) -> Iterator[Problem]:
        known = schema.get("properties", {})
        others = schema.get("additionalProperties", False)
        for name, one in list(value.items())[:_MOST_ITEMS]:
            if not at and name in _SAID_BEFORE:
                continue
            if name in known:
                yield from self.node(known[name], one, (*at, name))
            elif others:
                yield from self.node(others, one, (*at, name))
            else:
                yield self.unknown(name, known, at)

    def unknown(self, name: str, known: Mapping[str, Any], at: tuple[object, ...]) -> Problem:
        meant = self.near(name, known)
        shown = name[:60].encode("utf-8", "replace").decode()
        if meant:
            return _problem("standard.near_field", (*at, name), name=shown, near=meant)
        return _problem("standard.unknown_field", (*at, name), name=shown)


def _is(value: Any, kind: str) -> bool:
    # To Python True is a number.
    return isinstance(value, _TYPES[kind]) and not (
        kind == "integer" and isinstance(value, bool)
    )


def _text(schema: Mapping[str, Any], value: str, at: tuple[object, ...]) -> Iterator[Problem]:
    if "enum" in schema and value not in schema["enum"]:
        yield _problem("listings.unknown_value", at)
    elif "pattern" in schema and not re.search(schema["pattern"], value):
        yield _problem("standard.bad_format", at)


def _problem(code: str, at: tuple[object, ...], **values: object) -> Problem:
    return Problem(level=Level.FORM, code=code, pointer=pointer_of(*at), values=values)
