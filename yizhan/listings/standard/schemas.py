"""JSON Schema (draft 2020-12) of the standard: drawn from the shapes, published as files.

What is published never changes: the files are served byte for byte, the shapes are held against
them by a test. A change of a shape is a new version in a folder of its own.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import override

from yizhan.directory.terms import Field as TechnologyField
from yizhan.directory.terms import Kind as OrganisationKind
from yizhan.directory.terms import Zone
from yizhan.listings import terms
from yizhan.listings.standard.documents import DOCUMENTS, VERSION, Standing
from yizhan.listings.standard.wording import CONTENT, ENVELOPE, PARTS, FieldText

PUBLISHED = Path(__file__).with_name("published")
DIALECT = "https://json-schema.org/draft/2020-12/schema"
# The same bytes on every platform: the name belongs to the standard, not to a host.
NAME = "urn:yizhan:standard:{version}:{name}"
FILES = (
    *(f"{kind}.json" for kind in DOCUMENTS),
    "codes.json",
    *(f"examples/{kind}.json" for kind in DOCUMENTS),
)
CODE_LISTS: Mapping[str, type[TextChoices]] = {
    "Kind": terms.Kind,
    "Mode": terms.Mode,
    "Comparator": terms.Comparator,
    "Visibility": terms.Visibility,
    "IpWish": terms.IpWish,
    "IpKind": terms.IpKind,
    "IpStatus": terms.IpStatus,
    "FundingSource": terms.FundingSource,
    "LicencePolicy": terms.LicencePolicy,
    "ServiceKind": terms.ServiceKind,
    "Standing": Standing,
    "TechnologyField": TechnologyField,
    "OrganisationKind": OrganisationKind,
    "Zone": Zone,
}
# Names that pydantic gives, where ours says more.
_NAMES = {"Field": "TechnologyField"}
_PART_NAMES = {
    "Indicator": "indicators",
    "TrlEvidence": "trl_evidence",
    "Ip": "ip",
    "SecurityCheck": "security_check",
    "Party": "organisation",
}
_TITLES = {
    terms.Kind.NEED: ("技术需求 · 技术供需信息发布标准", "Need · publication standard"),
    terms.Kind.OFFER: ("科技成果 · 技术供需信息发布标准", "Offer · publication standard"),
    terms.Kind.SERVICE: (
        "技术服务与平台 · 技术供需信息发布标准",
        "Service · publication standard",
    ),
}


def published(name: str, version: str = VERSION) -> bytes:
    """Return a published file: need.json, offer.json, service.json or codes.json."""
    return (PUBLISHED / version / name).read_bytes()


def schema_of(kind: str) -> dict[str, Any]:
    """Draw the schema of one kind from its shape."""
    drawn = DOCUMENTS[kind].model_json_schema()
    defs = {_NAMES.get(name, name): part for name, part in drawn.pop("$defs").items()}
    title, title_en = _TITLES[terms.Kind(kind)]
    return {
        "$schema": DIALECT,
        "$id": NAME.format(version=VERSION, name=kind),
        "title": f"{title} {VERSION}",
        "x-en": {"title": f"{title_en} {VERSION}"},
        "type": "object",
        "additionalProperties": False,
        "required": drawn["required"],
        "properties": _properties(drawn["properties"], {**ENVELOPE, **CONTENT}),
        "$defs": {name: _definition(name, part) for name, part in sorted(defs.items())},
    }


def code_lists() -> dict[str, Any]:
    """Return every code list with its labels in both languages."""
    return {
        "$id": NAME.format(version=VERSION, name="codes"),
        "standard": VERSION,
        "lists": {name: _labels(choices) for name, choices in CODE_LISTS.items()},
    }


@cache
def checked_schema(kind: str) -> dict[str, Any]:
    """Return the schema that documents are read by; drawn once."""
    return schema_of(kind)


def _definition(name: str, part: Mapping[str, Any]) -> dict[str, Any]:
    if name in CODE_LISTS:
        return {"type": "string", "enum": part["enum"], "x-labels": _labels(CODE_LISTS[name])}
    texts = PARTS[_PART_NAMES[name]]
    drawn = {"type": "object", "additionalProperties": False}
    if "required" in part:
        drawn["required"] = part["required"]
    return {**drawn, "properties": _properties(part["properties"], texts)}


def _properties(
    properties: Mapping[str, Any], texts: Mapping[str, FieldText]
) -> dict[str, dict[str, Any]]:
    return {name: {**_words(texts[name]), **_node(one)} for name, one in properties.items()}


def _node(node: Mapping[str, Any]) -> dict[str, Any]:
    """Write one field without what only Python needs: null, empty defaults, class names."""
    choices = [one for one in node.get("anyOf", ()) if one.get("type") != "null"]
    merged = {**node, **choices[0]} if choices else dict(node)
    for name in ("anyOf", "title", "description"):
        merged.pop(name, None)
    if not merged.get("default") or isinstance(merged["default"], dict):
        merged.pop("default", None)
    for name in ("items", "additionalProperties"):
        if isinstance(merged.get(name), dict):
            merged[name] = _node(merged[name])
    if "$ref" in merged:
        last = merged["$ref"].rpartition("/")[2]
        merged["$ref"] = f"#/$defs/{_NAMES.get(last, last)}"
    return merged


def _words(text: FieldText) -> dict[str, Any]:
    chinese, english = _in_both(lambda: (str(text.label), str(text.rule)))
    return {
        "title": chinese[0],
        "description": chinese[1],
        "x-en": {"title": english[0], "description": english[1]},
    }


def _labels(choices: type[TextChoices]) -> dict[str, dict[str, str]]:
    chinese, english = _in_both(lambda: {code: str(label) for code, label in choices.choices})
    return {code: {"zh": chinese[code], "en": english[code]} for code in choices.values}


def _in_both(say: Callable[[], Any]) -> tuple[Any, Any]:
    with override("zh-hans"):
        chinese = say()
    with override("en"):
        return chinese, say()
