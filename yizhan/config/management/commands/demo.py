"""`yizhan demo`: fill the platform with fictional institutions, accounts and listings."""

import json
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import typer
from django.core.management import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_typer.management import TyperCommand
from rich.console import Console
from rich.progress import track
from rich.table import Table

from yizhan.config.demo.guard import NotADemonstration, refuse_real
from yizhan.config.demo.organisations import load_organisations
from yizhan.config.demo.people import ACCOUNTS, PASSWORD, load_accounts


class Command(TyperCommand):
    """Load the demonstration; a second run changes nothing."""

    help = gettext_lazy("载入演示内容：虚构的机构、账号与发布，并列出各角色的登录账号")

    def handle(
        self, as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False
    ) -> None:
        """Refuse a platform that real people use."""
        try:
            refuse_real()
        except NotADemonstration:
            raise CommandError(
                _("这里已有真实账号，不能载入演示内容。确需载入请设 YIZHAN_DEMO=1。")
            ) from None
        at = timezone.now()
        watch = _silently if as_json else _visibly
        organisations = load_organisations(at=at, track=watch)
        load_accounts(organisations=organisations, at=at)
        if as_json:
            self.stdout.write(json.dumps(_report(len(organisations)), ensure_ascii=False))
        else:
            _print(len(organisations))


def _visibly(rows: Iterable[dict[str, Any]], what: str) -> Iterator[dict[str, Any]]:
    return iter(track(list(rows), description=what, transient=True))


def _silently(rows: Iterable[dict[str, Any]], what: str) -> Iterator[dict[str, Any]]:  # noqa: ARG001
    return iter(rows)


def _report(organisations: int) -> dict[str, Any]:
    return {
        "organisations": organisations,
        "password": PASSWORD,
        "accounts": [
            {"email": account.email, "title": str(account.title), "roles": account.roles}
            for account in ACCOUNTS
        ],
    }


def _print(organisations: int) -> None:
    console = Console()
    console.print(_("✓ %(count)s 家虚构机构") % {"count": organisations})
    table = Table(title=_("演示账号，密码均为 %(password)s") % {"password": PASSWORD}, box=None)
    for heading in (_("账号"), _("身份"), _("可以做什么")):
        table.add_column(heading)
    for account in ACCOUNTS:
        table.add_row(account.email, str(account.title), str(account.purpose))
    console.print(table)
