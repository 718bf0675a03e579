"""The fields of the standard as rows of a page, drawn from the shapes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yizhan.listings.standard.schemas import checked_schema, published
from yizhan.listings.standard.wording import CONTENT, ENVELOPE, PARTS, REQUIRED, FieldText


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """One field: its name for machines and for people, its form, rule, reason and example."""

    name: str
    label: str
    form: str
    rule: str
    why: str
    example: str
    is_required: bool
    parts: tuple["FieldRow", ...] = ()


def field_rows(kind: str) -> list[tuple[str, list[FieldRow]]]:
    """Return the fields of a kind in two groups: the content, and the envelope around it."""
    schema = checked_schema(kind)
    example = json.loads(published(f"examples/{kind}.json"))
    properties = schema["properties"]
    content = [name for name in CONTENT if name in properties]
    envelope = [name for name in ENVELOPE if name in properties]
    return [
        (_("内容"), [_row(name, kind, schema, example) for name in content]),
        (_("信封"), [_row(name, kind, schema, example) for name in envelope]),
    ]


def example_json(kind: str) -> str:
    """Return the published example of a kind."""
    return published(f"examples/{kind}.json").decode()


def _row(
    name: str, kind: str, schema: Mapping[str, Any], example: Mapping[str, Any]
) -> FieldRow:
    text = CONTENT.get(name) or ENVELOPE[name]
    node = schema["properties"][name]
    return FieldRow(
        name=name,
        label=str(text.label),
        form=_form(node, schema["$defs"]),
        rule=str(text.rule),
        why=str(text.why),
        example=_shown(example.get(name), has_parts=name in PARTS),
        is_required=name in REQUIRED[kind],
        parts=tuple(_parts(name, node, schema["$defs"])),
    )


def _parts(name: str, node: Mapping[str, Any], defs: Mapping[str, Any]) -> Iterator[FieldRow]:
    inner = _resolved(node.get("items", node), defs)
    for part, text in PARTS.get(name, {}).items():
        yield _part(part, text, inner, defs)


def _part(
    part: str, text: FieldText, inner: Mapping[str, Any], defs: Mapping[str, Any]
) -> FieldRow:
    return FieldRow(
        name=part,
        label=str(text.label),
        form=_form(inner["properties"][part], defs),
        rule=str(text.rule),
        why=str(text.why),
        example="",
        is_required=part in inner.get("required", ()),
    )


def _form(node: Mapping[str, Any], defs: Mapping[str, Any]) -> str:
    """Say the type and its limits in the reader's language."""
    node = _resolved(node, defs)
    if node["type"] == "string":
        return _text_form(node)
    if node["type"] == "integer":
        limits = {"least": node.get("minimum", ""), "most": node.get("maximum", "")}
        return _("整数，%(least)s 至 %(most)s") % limits
    if node["type"] == "array":
        return _("列表，最多 %(limit)s 项") % {"limit": node.get("maxItems", "")}
    is_truth = node["type"] == "boolean"
    return _("true 或 false") if is_truth else _("对象")


def _text_form(node: Mapping[str, Any]) -> str:
    if "const" in node:
        return f'"{node["const"]}"'
    if "enum" in node:
        return _("代码，%(count)s 种") % {"count": len(node["enum"])}
    return _open_text_form(node)


def _open_text_form(node: Mapping[str, Any]) -> str:
    if node.get("format") == "date":
        return _("日期")
    if node.get("format") == "date-time":
        return _("时间")
    if "maxLength" in node:
        return _("文本，最多 %(limit)s 字") % {"limit": node["maxLength"]}
    return _("文本，有固定格式")


def _resolved(node: Mapping[str, Any], defs: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in node:
        return dict(defs[node["$ref"].rpartition("/")[2]])
    return node


def _shown(value: Any, *, has_parts: bool) -> str:
    if value is None:
        return ""
    if has_parts and isinstance(value, list):
        value = value[:1]
    text = json.dumps(value, ensure_ascii=False, indent=1 if has_parts else None)
    return text if len(text) <= 400 else f"{text[:120]}…"
