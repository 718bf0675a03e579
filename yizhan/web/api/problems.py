"""One format for every refusal of the API: problem details of RFC 9457 with our codes.

`code` and each reason's `code` are permanent; sentences follow Accept-Language.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from yizhan.kernel.refusals import Refusal, Refused
from yizhan.web.api.types import Told

Say = Callable[[Refusal], str]
MEDIA_TYPE: Final = "application/problem+json"
CONFLICTS: Final = frozenset({"flow.wrong_stage", "version.stale"})
MOST_REASONS: Final = 50

TITLES: Mapping[int, Any] = {
    400: _("请求无法读取"),
    401: _("需要有效的密钥"),
    403: _("没有权限"),
    404: _("没有找到"),
    405: _("不支持这种方法"),
    409: _("与当前状态冲突"),
    411: _("缺少长度"),
    413: _("请求太大"),
    415: _("请求格式不支持"),
    422: _("内容不符合要求"),
    429: _("请求太频繁"),
    500: _("平台出错"),
    503: _("暂时不可用"),
}
SENTENCES: Mapping[str, Any] = {
    "api.unreadable": _("请求正文不是有效的 UTF-8 JSON。"),
    "api.too_deep": _("JSON 嵌套超过 %(limit)s 层。"),
    "api.key_in_address": _("密钥不能放在网址里，请放在 Authorization 请求头中，并立即更换。"),
    "api.authorization_malformed": _("请使用请求头“Authorization: Bearer 密钥”。"),
    "api.key_required": _("这项操作需要密钥。"),
    "api.key_unknown": _("密钥无效：不存在、已吊销、已过期，或所属机构目前不能使用。"),
    "api.key_elsewhere": _("这把密钥不能从当前网络地址使用。"),
    "api.scope_missing": _("密钥没有“%(scope)s”范围。"),
    "api.not_permitted": _("密钥所代表的角色不能进行这项操作。"),
    "api.not_found": _("没有这个地址或这条记录，或您无权看到它。"),
    "api.method_not_allowed": _("这个地址只支持 %(methods)s。"),
    "api.length_required": _("请给出 Content-Length；不接受分块传输的正文。"),
    "api.too_large": _("请求正文超过 %(limit)s 字节。"),
    "api.not_json": _("请用 Content-Type: application/json 发送。"),
    "api.too_many_requests": _("请求太频繁，请在 %(seconds)s 秒后再试。"),
    "api.unavailable": _("数据库暂时没有应答，什么也没有写入，请稍后重试。"),
    "api.failed": _("平台出错，已记录。"),
    "api.unknown_parameter": _("没有参数“%(name)s”。"),
    "api.invalid_request": _("请求中有 %(count)s 处不符合要求，见 reasons。"),
    "api.missing": _("缺少这一项。"),
    "api.unknown_field": _("没有这一项。"),
    "api.wrong_type": _("类型不对。"),
    "api.unknown_value": _("不在可选的值之内。"),
    "api.wrong_form": _("格式不对。"),
    "api.too_short": _("太短，至少 %(limit)s。"),
    "api.too_long": _("太长，最多 %(limit)s。"),
    "api.too_small": _("太小，不能低于 %(limit)s。"),
    "api.too_big": _("太大，不能高于 %(limit)s。"),
    "api.invalid": _("不符合要求。"),
    "api.money_is_text": _('金额请写成字符串，例如 "1200000.00"。'),
    "api.not_a_moment": _("请写成 2026-11-25T08:00:00Z 这样的时间。"),
    "api.one_line": _("只能有一行。"),
    "api.cursor_invalid": _("游标无效或与筛选条件不符，请从头读起。"),
    "api.cursor_foreign": _(
        "游标来自另一个数据库，或数据库已从备份恢复，请去掉 cursor 从头读起。"
    ),
    "api.repeat_key_required": _("请给出请求头 Idempotency-Key，重发时使用同一个值。"),
    "api.repeat_key_malformed": _(
        "Idempotency-Key 应为 8 到 80 个字母、数字、点、横线或下划线。"
    ),
    "api.repeat_key_reused": _("这个 Idempotency-Key 已用于另一项请求，请换一个。"),
    "api.text_or_number": _("请给出 text 或 number，只给一个。"),
    "api.no_index": _("检索索引尚未建立，请稍后重试。"),
    "api.repeat_running": _("带同一个 Idempotency-Key 的请求仍在处理，请稍后重试。"),
}
_KINDS: Mapping[str, str] = {
    "missing": "api.missing",
    "extra_forbidden": "api.unknown_field",
    "enum": "api.unknown_value",
    "literal_error": "api.unknown_value",
    "string_pattern_mismatch": "api.wrong_form",
    "string_too_short": "api.too_short",
    "too_short": "api.too_short",
    "string_too_long": "api.too_long",
    "too_long": "api.too_long",
    "greater_than_equal": "api.too_small",
    "greater_than": "api.too_small",
    "less_than_equal": "api.too_big",
    "less_than": "api.too_big",
    "decimal_max_digits": "api.too_big",
}
_LIMITS = ("min_length", "max_length", "ge", "gt", "le", "lt", "max_digits")


class Reason(Told):
    """One reason why the request was refused."""

    code: str = Field(description="Permanent; never translated.")
    place: str = Field(description="The field it belongs to, such as indicators.0.value.")
    values: dict[str, Any] = Field(description="What the sentence was made from.")
    sentence: str = Field(description="In the language of Accept-Language.")


class Problem(Told):
    """What was wrong, by RFC 9457, with the platform's own codes."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    reasons: list[Reason]


class Problematic(Exception):
    """Raised anywhere below the guard to answer with a problem."""

    def __init__(
        self,
        status: int,
        code: str,
        values: Mapping[str, Any] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Keep what the answer is made from."""
        super().__init__(code)
        self.status, self.code = status, code
        self.values, self.headers = dict(values or {}), dict(headers or {})


def say(refusal: Refusal) -> str:
    """Put a code of the kit itself into words."""
    sentence = SENTENCES.get(refusal.code, SENTENCES["api.invalid"])
    return str(sentence) % _Lenient(refusal.values)


def problem(
    status: int,
    code: str,
    values: Mapping[str, Any] | None = None,
    *,
    detail: str = "",
    reasons: Iterable[Reason] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return the answer for a refusal."""
    body = {
        "type": "about:blank",
        "title": str(TITLES[status]),
        "status": status,
        "code": code,
        "detail": detail or say(Refusal(code, values or {})),
        "reasons": [reason.model_dump() for reason in reasons],
    }
    return HttpResponse(
        # A lone surrogate that a caller sent must not break the answer that refuses it.
        json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        status=status,
        content_type=MEDIA_TYPE,
        headers=headers,
    )


def refused(error: Refused, words: Say) -> HttpResponse:
    """Answer 409 when the state stands against it, else 422, with every reason at once."""
    found = error.refusals[:MOST_REASONS]
    first = found[0]
    status = 409 if any(refusal.code in CONFLICTS for refusal in found) else 422
    reasons = [reason_of(refusal, words) for refusal in found]
    return problem(status, first.code, detail=reasons[0].sentence, reasons=reasons)


def invalid(errors: Iterable[Mapping[str, Any]], words: Say) -> HttpResponse:
    """Answer 422 for what the shape of the request refuses, with every reason at once."""
    found = list(errors)
    reasons = [_reason(error, words) for error in found[:MOST_REASONS]]
    return problem(422, "api.invalid_request", {"count": len(found)}, reasons=reasons)


def reason_of(refusal: Refusal, words: Say) -> Reason:
    """Say one refusal in the words of its context, or of the kit."""
    speak = say if refusal.code.startswith("api.") else words
    return Reason(
        code=refusal.code,
        place=_clean(refusal.place),
        values={name: _plain(value) for name, value in refusal.values.items()},
        sentence=speak(refusal),
    )


def _reason(error: Mapping[str, Any], words: Say) -> Reason:
    kind = str(error["type"])
    known = kind if "." in kind else _KINDS.get(kind, "")
    if not known:
        known = "api.wrong_type" if kind.endswith(("_type", "_parsing")) else "api.invalid"
    found = error.get("ctx") or {}
    limit = next((found[name] for name in _LIMITS if name in found), None)
    values = {} if limit is None else {"limit": limit}
    # The first part says where it was sent (query, body), the second the name of the model.
    parts = [str(part) for part in error["loc"] if part not in _WRAPPERS]
    return reason_of(Refusal(known, values, place=".".join(parts)), words)


_WRAPPERS = ("query", "path", "body", "header", "asked")


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def _plain(value: Any) -> Any:
    return value if isinstance(value, (bool, int, str, type(None))) else str(value)


def _clean(place: str) -> str:
    return place[:200].encode("utf-8", "replace").decode()
