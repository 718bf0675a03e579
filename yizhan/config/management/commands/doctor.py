"""`yizhan doctor`: what is wrong, and how to mend it, one line each."""

import contextlib
import json
from typing import Annotated

import typer
from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_typer.management import TyperCommand
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from yizhan.config.postgres import Cluster, DatabaseServerError, external_url
from yizhan.web.health import Finding, Level, findings

MARKS = {
    Level.OK: "[green]✓[/green]",
    Level.WARNING: "[yellow]![/yellow]",
    Level.BROKEN: "[red]✗[/red]",
}
NAMES = {
    "database": gettext_lazy("数据库"),
    "rights": gettext_lazy("数据库权限"),
    "migrations": gettext_lazy("数据库结构"),
    "data": gettext_lazy("数据目录"),
    "disk": gettext_lazy("磁盘"),
    "secret": gettext_lazy("密钥"),
    "keys": gettext_lazy("签章密钥"),
    "assets": gettext_lazy("静态文件"),
    "fonts": gettext_lazy("字体"),
    "translations": gettext_lazy("界面文字"),
    "clock": gettext_lazy("时钟"),
    "mail": gettext_lazy("邮件"),
    "outbox": gettext_lazy("待发邮件"),
    "index": gettext_lazy("索引"),
    "feeds": gettext_lazy("变更流"),
}


class Command(TyperCommand):
    """Look at everything the platform stands on."""

    help = gettext_lazy("体检：数据库、索引、静态文件、时钟、磁盘……逐行说明问题和办法")
    requires_system_checks: list[str] = []  # noqa: RUF012 -- Django's own declaration

    def handle(
        self, as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False
    ) -> None:
        """Exit with 1 when something is broken."""
        found = self._examine()
        broken = any(finding.level == Level.BROKEN for finding in found)
        if as_json:
            report = {"ok": not broken, "checks": [finding.as_json() for finding in found]}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self._print(found)
        if broken:
            raise typer.Exit(1)

    def _examine(self) -> list[Finding]:
        with contextlib.ExitStack() as stack:
            said: list[Finding] = []
            if not external_url():
                try:
                    stack.enter_context(Cluster(settings.DATA).in_use())
                except DatabaseServerError as error:
                    said.append(Finding("database", Level.BROKEN, str(error)))
            try:
                later = findings()
            finally:
                connections.close_all()
        return said + [finding for finding in later if not said or finding.check != "database"]

    def _print(self, found: list[Finding]) -> None:
        console = Console()
        if not console.is_terminal:
            console = Console(width=200)  # a file or a pipe has no edge to break lines at
        table = Table.grid(padding=(0, 1))
        for _column in range(2):
            table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for finding in found:
            line = escape(finding.message)
            if finding.remedy and finding.level != Level.OK:
                line += f"\n[bold]→ {escape(finding.remedy)}[/bold]"
            name = str(NAMES.get(finding.check, finding.check))
            table.add_row(MARKS[finding.level], name, line)
        console.print(table)
        count = sum(finding.level == Level.BROKEN for finding in found)
        console.print(_("%(count)s 处需要处理") % {"count": count} if count else _("一切正常"))
