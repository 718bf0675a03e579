"""What `yizhan --help` shows: our commands first, one line each, then Django's names."""

from operator import itemgetter
from typing import Any

from django.core.management import get_commands, load_command_class
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

HIDDEN = {"migrate", "runserver"}  # ours only in that they wrap Django's


def our_commands() -> list[tuple[str, str]]:
    """List the platform's commands with their one-line descriptions."""
    names = [
        (name, app)
        for name, app in get_commands().items()
        if str(app).startswith("yizhan.") and name not in HIDDEN
    ]
    return sorted(
        ((name, _first_line(load_command_class(app, name))) for name, app in names),
        key=itemgetter(0),
    )


def print_overview() -> None:
    """Print both lists to the terminal."""
    console = Console()
    ours = our_commands()
    known = {name for name, _line in ours}
    table = Table.grid(padding=(0, 2))
    for name, line in ours:
        table.add_row(f"[bold]{name}[/bold]", line)
    console.print(_("用法：yizhan 命令 [选项]    每个命令的说明：yizhan 命令 --help"))
    console.print()
    console.print(table)
    console.print()
    others = sorted(name for name in get_commands() if name not in known)
    console.print(_("Django 与所用软件包的命令："), style="dim")
    console.print("  " + "  ".join(others), style="dim")


def _first_line(command: Any) -> str:
    lines = str(command.help or "").strip().splitlines()
    return lines[0] if lines else ""
