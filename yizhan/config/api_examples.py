"""The examples on the page about the API. A test sends each of them, so that none can rot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Example:
    """One command to paste into a terminal; BASE and KEY stand for the caller's own."""

    title: Any
    command: str
    status: int

    def on(self, base: str) -> str:
        """Write the command for a site."""
        return self.command.replace("BASE", base)


EXAMPLES: Final[Sequence[Example]] = (
    Example(
        _("列出浙江的企业"),
        "curl 'BASE/api/v1/organisations?kind=enterprise&region=330000&limit=5'",
        200,
    ),
    Example(
        _("检索公开的成果"),
        "curl -H 'Accept-Language: en' 'BASE/api/v1/search?kind=offer&q=pump&limit=5'",
        200,
    ),
    Example(
        _("用一段话匹配成果，附理由"),
        "curl -H 'Content-Type: application/json' \\\n"
        '  -d \'{"text": "海水泵叶轮半年就点蚀，求低温强化工艺。"}\' \\\n'
        "  'BASE/api/v1/matches'",
        200,
    ),
    Example(
        _("列出本机构的信息，草稿也在内"),
        "curl -H 'Authorization: Bearer KEY' 'BASE/api/v1/listings?mine=true'",
        200,
    ),
    Example(
        _("填报一条需求；网络中断后原样重发，不会重复"),
        "curl -H 'Authorization: Bearer KEY' -H 'Content-Type: application/json' \\\n"
        "  -H 'Idempotency-Key: need-2026-0001' \\\n"
        '  -d \'{"kind": "need", "title": "海水泵叶轮低温表面强化工艺"}\' \\\n'
        "  'BASE/api/v1/listings'",
        201,
    ),
)
