"""From bytes to a document: everything that can be wrong with its form, all at once."""

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.utils.translation import override
from pydantic import ValidationError

from yizhan.listings.content import refusals_of
from yizhan.listings.standard.documents import DOCUMENTS, VERSION, Document
from yizhan.listings.standard.problems import Level, Problem, pointer_of
from yizhan.listings.standard.schemas import checked_schema
from yizhan.listings.standard.strictness import against_schema, depth_of
from yizhan.listings.standard.wording import CONTENT
from yizhan.listings.terms import Kind

LARGEST = 1024 * 1024
DEEPEST = 12
LONGEST_NUMBER = 40
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A document, when it has the form of one, and what is wrong with its form."""

    document: Document | None
    problems: tuple[Problem, ...]


class _Unsound(ValueError):
    """Raised while JSON is parsed, at what the standard does not allow."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.problem = _form(code, **values)


def read_document(raw: bytes, *, kind: str = "") -> Read:
    """Read one JSON document; `kind` refuses every other kind."""
    if len(raw) > LARGEST:
        return _refused(_form("standard.too_large", limit_kb=LARGEST // 1024))
    text, problems = decoded(raw)
    if text is None:
        return _refused(*problems)
    value, broken = parsed(text)
    if broken:
        return _refused(*problems, broken)
    read = read_value(value, kind=kind)
    found = (*problems, *read.problems)
    return Read(document=None if problems else read.document, problems=found)


def read_value(value: Any, *, kind: str = "") -> Read:
    """Read a parsed JSON value; `kind` refuses every other kind."""
    if not isinstance(value, dict):
        return _refused(_form("standard.not_an_object"))
    if depth_of(value, DEEPEST) > DEEPEST:
        return _refused(_form("standard.too_deep", limit=DEEPEST))
    named = value.get("kind")
    if not isinstance(named, str) or named not in DOCUMENTS:
        return _refused(*_against_version(value), _form("standard.no_kind", "kind"))
    problems = [*_against_version(value)]
    if kind and named != kind:
        label = str(Kind(kind).label)
        problems.append(_form("standard.wrong_kind", "kind", kind=label))
    problems += against_schema(checked_schema(named), value, near=_near)
    document = None
    try:
        document = DOCUMENTS[named].model_validate(value)
    except ValidationError as error:
        problems += _others(error, {problem.pointer for problem in problems})
    return Read(document=None if problems else document, problems=tuple(problems))


def decoded(raw: bytes) -> tuple[str | None, list[Problem]]:
    """Return the text; what is not UTF-8 is read all the same, and complained of."""
    if not raw.strip():
        return None, [_form("standard.empty")]
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    for name in dict.fromkeys((encoding, "gb18030")):
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        if name.startswith("utf-8"):
            return text, []
        return text, [_form("standard.not_utf8", encoding=name.upper())]
    return None, [_form("standard.not_text")]


def parsed(text: str) -> tuple[Any, Problem | None]:
    """Parse JSON strictly: no doubled names, no NaN, no endless numbers or depths."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_fraction,
        )
    except _Unsound as error:
        return None, error.problem
    except json.JSONDecodeError as error:
        return None, _form("standard.not_json", line=error.lineno, column=error.colno)
    except RecursionError:
        return None, _form("standard.too_deep", limit=DEEPEST)
    return value, None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) != len(pairs):
        seen: set[str] = set()
        for name, _value in pairs:
            if name in seen:
                raise _Unsound("standard.duplicate_key", name=_shown(name))
            seen.add(name)
    return held


def _constant(_name: str) -> Any:
    raise _Unsound("standard.not_finite")


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise _Unsound("standard.number_too_long", limit=LONGEST_NUMBER)
    return int(text)


def _fraction(text: str) -> str | float:
    if len(text) > LONGEST_NUMBER:
        raise _Unsound("standard.number_too_long", limit=LONGEST_NUMBER)
    return float(text)


def _against_version(value: Mapping[str, Any]) -> Iterator[Problem]:
    if value.get("standard") != VERSION:
        yield _form("standard.wrong_version", "standard", version=VERSION)


def _others(error: ValidationError, said: set[str]) -> Iterator[Problem]:
    for refusal in refusals_of(error):
        pointer = pointer_of(*refusal.place.split(".")) if refusal.place else ""
        if not any(pointer == one or pointer.startswith(f"{one}/") for one in said):
            code = "standard.not_a_time" if pointer.endswith(_TIMES) else refusal.code
            yield Problem(level=Level.FORM, code=code, pointer=pointer, values=refusal.values)


_TIMES = ("/published_at", "/confirmed_at", "/valid_until", "/updated_at")


def _near(name: str, known: Mapping[str, Any]) -> str:
    """Guess which field was meant, by its name or by what people call it."""
    field = _labels().get(name.strip(), "")
    if field in known:
        return field
    folded = name.strip().lower().replace("-", "_").replace(" ", "_")
    found = get_close_matches(folded[:80], list(known), n=1, cutoff=0.7)
    return found[0] if found else ""


@cache
def _labels() -> Mapping[str, str]:
    """Map what people call the fields, in either language, to the fields."""
    labels: dict[str, str] = {}
    for language in ("en", "zh-hans"):
        with override(language):
            labels |= {str(text.label): field for field, text in CONTENT.items()}
    return labels


def _shown(name: str) -> str:
    return name[:60].encode("utf-8", "replace").decode()


def _form(code: str, *place: str, **values: object) -> Problem:
    return Problem(level=Level.FORM, code=code, pointer=pointer_of(*place), values=values)


def _refused(*problems: Problem) -> Read:
    return Read(document=None, problems=problems)
