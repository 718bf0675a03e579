"""`yizhan demo`: fill the platform with fictional institutions, accounts and listings."""

import json
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import typer
from django.conf import settings
from django.core.management import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_typer.management import TyperCommand
from rich.console import Console
from rich.progress import track
from rich.table import Table

from yizhan.config.demo.contracts import load_contracts
from yizhan.config.demo.doubts import load_doubts
from yizhan.config.demo.experts import load_experts
from yizhan.config.demo.figures import load_figures
from yizhan.config.demo.guard import NotADemonstration, refuse_real
from yizhan.config.demo.inbox import load_searches, place_lookout
from yizhan.config.demo.listings import load_listings
from yizhan.config.demo.organisations import load_organisations
from yizhan.config.demo.people import ACCOUNTS, PASSWORD, load_accounts
from yizhan.config.demo.stations import load_stations


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
        place_lookout(at=at)
        organisations = load_organisations(at=at, track=watch)
        load_accounts(organisations=organisations, at=at)
        load_stations(organisations=organisations, at=at)
        load_experts(organisations=organisations, at=at, track=watch)
        listings = load_listings(organisations=organisations, at=at, track=watch)
        load_doubts(organisations=organisations, at=at)
        contracts = load_contracts(organisations=organisations, at=at)
        load_figures(at=at)
        load_searches(at=at)
        if as_json:
            report = _report(len(organisations), listings, contracts)
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            _print(len(organisations), listings, contracts)


def _visibly(rows: Iterable[dict[str, Any]], what: str) -> Iterator[dict[str, Any]]:
    return iter(track(list(rows), description=what, transient=True))


def _silently(rows: Iterable[dict[str, Any]], what: str) -> Iterator[dict[str, Any]]:  # noqa: ARG001
    return iter(rows)


def _report(organisations: int, listings: dict[str, int], contracts: int) -> dict[str, Any]:
    return {
        "organisations": organisations,
        "listings": listings,
        "contracts": contracts,
        "password": PASSWORD,
        "accounts": [
            {"email": account.email, "title": str(account.title), "roles": account.roles}
            for account in ACCOUNTS
        ],
    }


def _print(organisations: int, listings: dict[str, int], contracts: int) -> None:
    console = Console()
    console.print(_("✓ %(count)s 家虚构机构") % {"count": organisations})
    console.print(
        _("✓ %(need)s 项技术需求，%(offer)s 项科技成果，%(service)s 项技术服务") % listings
    )
    console.print(_("✓ %(count)s 份技术合同") % {"count": contracts})
    table = Table(title=_("演示账号，密码均为 %(password)s") % {"password": PASSWORD}, box=None)
    for heading in (_("账号"), _("身份"), _("可以做什么")):
        table.add_column(heading)
    for account in ACCOUNTS:
        table.add_row(account.email, str(account.title), str(account.purpose))
    console.print(table)
    # `make demo` shows them again when it starts the second time and loads nothing.
    with (settings.DATA / "demo-accounts.txt").open("w") as file:
        Console(file=file, width=100).print(table)
