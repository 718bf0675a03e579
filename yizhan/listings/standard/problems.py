"""One problem of a document: which field, which rule, how to mend; in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from yizhan.kernel.refusals import Refusal
from yizhan.listings import messages
from yizhan.listings.standard.wording import text_of

SENTENCES: Mapping[str, Any] = {
    "standard.empty": _("文件是空的。"),
    "standard.too_large": _("超过 %(limit_kb)s KB，请拆成多个文件。"),
    "standard.too_deep": _("嵌套超过 %(limit)s 层，标准中没有这样的字段。"),
    "standard.not_utf8": _("不是 UTF-8 编码（像是 %(encoding)s），请另存为 UTF-8。"),
    "standard.not_text": _("不是文本文件，无法按 JSON 读取。"),
    "standard.not_json": _("第 %(line)s 行第 %(column)s 列起不是合法的 JSON。"),
    "standard.not_finite": _("JSON 中不能有 NaN 或 Infinity，没有数值就不写这个字段。"),
    "standard.number_too_long": _("数字过长（超过 %(limit)s 位），请核对。"),
    "standard.duplicate_key": _("字段“%(name)s”出现了两次，请只保留一个。"),
    "standard.not_an_object": _("一条信息应是一个 JSON 对象（写在花括号里）。"),
    "standard.wrong_version": _('不认识的标准版本，请写 "standard": "%(version)s"。'),
    "standard.no_kind": _(
        '请写明类别："kind": "need"（需求）、"offer"（成果）或 "service"（服务）。'
    ),
    "standard.wrong_kind": _("这里应是“%(kind)s”类信息。"),
    "standard.unknown_field": _("标准中没有字段“%(name)s”，请删除，内容可写入说明。"),
    "standard.near_field": _("标准中没有字段“%(name)s”，是否应为“%(near)s”？"),
    "standard.null": _("没有内容的字段请不写，不要写 null。"),
    "standard.not_string": _("应是文本，请加上引号。"),
    "standard.not_integer": _("应是整数，不加引号。"),
    "standard.not_boolean": _("应是 true 或 false，不加引号。"),
    "standard.not_list": _("应是列表，写在方括号里。"),
    "standard.not_object": _("应是对象，写在花括号里。"),
    "standard.bad_format": _("格式不符：%(rule)s"),
    "standard.not_a_time": _("请写带时区的时间，例如 2026-03-02T09:30:00+08:00。"),
    "standard.claim": _("“%(quote)s”没有数字、对照或证据：%(advice)s"),
    "standard.check_digit": _("%(number)s 的校验位不符，请核对专利号。"),
}


class Level(StrEnum):
    """How much a problem weighs."""

    FORM = "form"  # cannot be read as the standard says
    RULE = "rule"  # can be kept as a draft, may not be published
    ADVICE = "advice"  # may be published, would be better otherwise


LEVELS = {
    Level.FORM: _("格式"),
    Level.RULE: _("发布规则"),
    Level.ADVICE: _("建议"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What stands at one place of a document; `pointer` is a JSON Pointer (RFC 6901)."""

    level: Level
    code: str
    pointer: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    # The words of another context about its own code.
    said: str = ""

    @property
    def place(self) -> tuple[str, ...]:
        """Return the steps of the pointer."""
        steps = self.pointer.split("/")[1:]
        return tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)

    @property
    def label(self) -> str:
        """Name the field in the reader's language, with the number of its row."""
        text = text_of(*self.place)
        rows = [int(part) + 1 for part in self.place if part.isdigit()]
        name = str(text.label) if text else ".".join(self.place)
        return f"{name} {rows[0]}" if rows else name

    @property
    def rule(self) -> str:
        """Say what the standard asks of the field."""
        text = text_of(*self.place)
        return str(text.rule) if text else ""

    @property
    def sentence(self) -> str:
        """Say what is wrong and how to mend it."""
        if self.said:
            return self.said
        words = SENTENCES.get(self.code)
        if words is None:
            return messages.sentence(Refusal(self.code, self.values, ".".join(self.place)))
        return str(words) % {"rule": self.rule, **self.values}

    @property
    def weight(self) -> str:
        """Name the level in the reader's language."""
        return str(LEVELS[self.level])

    def as_json(self) -> dict[str, Any]:
        """Return plain values for machines, with the sentences of the active language."""
        return {
            "level": self.level.value,
            "code": self.code,
            "pointer": self.pointer,
            "field": self.label,
            "message": self.sentence,
            "rule": self.rule,
        }


def pointer_of(*parts: object) -> str:
    """Write a JSON Pointer; what no text may hold is replaced."""
    steps = (str(part).replace("~", "~0").replace("/", "~1")[:80] for part in parts)
    return "".join(f"/{step}" for step in steps).encode("utf-8", "replace").decode()
