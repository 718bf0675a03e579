"""`yizhan compare`: look for listings that say the same among those never compared."""

import json
from typing import Annotated

import typer
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django_typer.management import TyperCommand
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from yizhan.listings.queries import count_uncompared
from yizhan.listings.services import compare_waiting, queue_uncompared

AT_ONCE = 500


class Command(TyperCommand):
    """Compare everything handed in or imported that was not compared yet; may be repeated."""

    help = "对尚未查重的信息补做查重（可重复运行）"

    def handle(
        self, as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False
    ) -> None:
        """Show the progress, and say how many were compared."""
        queued = 0
        while added := queue_uncompared(limit=10 * AT_ONCE):
            queued += added
        done = 0
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True, quiet=as_json)) as progress:
            task = progress.add_task(_("查重"), total=count_uncompared())
            while taken := compare_waiting(limit=AT_ONCE, at=now()):
                done += taken
                progress.update(task, advance=taken)
        if as_json:
            self.stdout.write(json.dumps({"queued": queued, "compared": done}))
        else:
            self.stdout.write(_("已比对 %(count)s 条信息。") % {"count": done})
