"""How a verified certificate looks to the public: a finding, what was checked, a copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.contracts.certificates.codes import shown_code
from yizhan.contracts.certificates.paper import sides_of_kind, verify_address
from yizhan.contracts.certificates.sealing import Opened, Verdict
from yizhan.contracts.certificates.verifying import Shown, Standing
from yizhan.contracts.terms import Kind, SubKind
from yizhan.web.printing import qr_svg
from yizhan.web.wording import full_day

OK, WARN, BAD = "ok", "warn", "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One finding and the checks it rests on: (tone, sentence, small print)."""

    tone: str
    title: Any
    text: Any
    checks: Sequence[tuple[str, str, str]] = ()


_STANDINGS: dict[Standing, Answer] = {
    Standing.VALID: Answer(
        tone=OK,
        title=gettext_lazy("证明有效"),
        text=gettext_lazy("与登记簿一致，没有变更，没有撤销"),
    ),
    Standing.SUPERSEDED: Answer(
        tone=WARN,
        title=gettext_lazy("已被新版取代"),
        text=gettext_lazy("登记后内容有变更，这一版不再有效，请向持有人索取新版"),
    ),
    Standing.REVIEWING: Answer(
        tone=WARN,
        title=gettext_lazy("正在重新认定"),
        text=gettext_lazy("登记机构正在重新认定这份合同，结论作出前请勿依此办理"),
    ),
    Standing.CANCELLED: Answer(
        tone=BAD,
        title=gettext_lazy("登记已注销"),
        text=gettext_lazy("合同已解除或终止，登记证明不再有效"),
    ),
    Standing.REVOKED: Answer(
        tone=BAD,
        title=gettext_lazy("登记已撤销"),
        text=gettext_lazy("登记机构撤销了这份登记，登记证明自始不得使用"),
    ),
}
_BY_NUMBER = Answer(
    tone=OK,
    title=gettext_lazy("登记有效"),
    text=gettext_lazy("登记簿中有这项登记；要核对证明的内容，请用核验码或上传证明文件"),
)
_NOTHING = Answer(
    tone=BAD,
    title=gettext_lazy("登记簿中没有查到"),
    text=gettext_lazy("请对照证明再核对一次。证明上印的确实如此而查不到的，它不是本站签发的。"),
)
_VERDICTS: dict[Verdict, Answer] = {
    Verdict.GENUINE: Answer(
        tone=WARN,
        title=gettext_lazy("签章相符，但不在本登记簿中"),
        text=gettext_lazy("密钥是本站的，登记簿里却没有这份证明，请向登记机构查询"),
    ),
    Verdict.ALTERED: Answer(
        tone=BAD,
        title=gettext_lazy("文件被改动过"),
        text=gettext_lazy(
            "文件与签章不符，不能作为凭证。另存、打印成新文件也会改动它，请索取原件。"
        ),
    ),
    Verdict.UNKNOWN_KEY: Answer(
        tone=BAD,
        title=gettext_lazy("不是本站签章"),
        text=gettext_lazy("签章所用的密钥不在本站公布的密钥之中"),
    ),
    Verdict.WITHDRAWN_KEY: Answer(
        tone=BAD,
        title=gettext_lazy("签章密钥已作废"),
        text=gettext_lazy("签章所用的密钥已经作废，仅凭文件不能断定真伪，请索取新证明"),
    ),
    Verdict.NOT_OURS: Answer(
        tone=BAD,
        title=gettext_lazy("这不是登记证明文件"),
        text=gettext_lazy("请上传从本站下载的 PDF 或 JSON 原件；照片和扫描件请改用核验码"),
    ),
}


def answer_of(shown: Shown | None, opened: Opened | None = None) -> Answer:
    """Say what was found, the worst first, and list what was checked."""
    if opened is not None and (opened.verdict is not Verdict.GENUINE or shown is None):
        said = _VERDICTS[opened.verdict]
    else:
        said = _said_of(shown)
    return Answer(
        tone=said.tone, title=said.title, text=said.text, checks=list(_checks(shown, opened))
    )


def _said_of(shown: Shown | None) -> Answer:
    if shown is None:
        return _NOTHING
    if not shown.code and shown.standing == Standing.VALID:
        return _BY_NUMBER
    return _STANDINGS[shown.standing]


def sheet_of(shown: Shown | None) -> dict[str, Any] | None:
    """Lay out the public copy; sums are for the parties and the tax office."""
    if shown is None:
        return None
    return {
        "number": shown.number,
        "rows": _rows(shown),
        "office": shown.office,
        "version": shown.version,
        "code": shown_code(shown.code) if shown.code else "",
        "qr": _square_code(shown),
        "is_valid": shown.standing == Standing.VALID,
        "standing": Standing(shown.standing).label,
    }


def _rows(shown: Shown) -> list[tuple[Any, str, bool]]:
    seller, buyer = sides_of_kind(shown.kind)
    kind = str(Kind(shown.kind).label)
    if shown.subkind:
        words = {"kind": kind, "subkind": SubKind(shown.subkind).label}
        kind = _("%(kind)s（%(subkind)s）") % words
    hidden = _("仅当事人与税务机关可见")
    return [
        *([(_("合同名称"), shown.title, False)] if shown.title else []),
        (_("合同类别"), kind, False),
        (seller, "\n".join(shown.sellers), False),
        (buyer, "\n".join(shown.buyers), False),
        *([(_("签订日期"), full_day(shown.signed_on), False)] if shown.signed_on else []),
        (_("合同金额"), hidden, True),
        (_("登记日期"), full_day(shown.registered_on) if shown.registered_on else "—", False),
    ]


def _checks(shown: Shown | None, opened: Opened | None) -> Sequence[tuple[str, str, str]]:
    found = []
    if opened is not None:
        is_whole = opened.verdict is Verdict.GENUINE
        text = _("文件的每一个字节都与签章相符") if is_whole else _("文件与签章不符")
        found.append((OK if is_whole else BAD, text, opened.key))
    if shown is None:
        return [*found, (BAD, _("登记簿中没有对应的记录"), "")]
    tone = OK if shown.standing == Standing.VALID else _STANDINGS[shown.standing].tone
    words = {"standing": Standing(shown.standing).label}
    found.append((tone, _("登记簿中有这项登记，状态为“%(standing)s”") % words, ""))
    if not shown.code:
        found.append((OK, _("登记编号与登记日期相符"), ""))
    else:
        issue = {"version": shown.version}
        found.append((OK, _("证明第 %(version)s 版，由下列密钥签章") % issue, shown.key))
        found.append((OK, _("内容摘要"), f"sha256 {shown.sha256[:16]} … {shown.sha256[-16:]}"))
    return found


def _square_code(shown: Shown) -> SafeString | str:
    if not shown.code:
        return ""
    drawn = qr_svg(verify_address({"site": shown.site, "code": shown.code}))
    return mark_safe(drawn)  # noqa: S308 -- drawn by us from a checked code
