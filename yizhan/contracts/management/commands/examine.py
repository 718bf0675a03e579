"""`yizhan examine`: put every rule to the filed contracts anew, and check them as a whole."""

import json
from datetime import date, timedelta
from typing import Annotated, Any

import typer
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django_typer.management import TyperCommand
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from yizhan.contracts.queries.dataset import Dataset, dataset, examined_ids
from yizhan.contracts.services import examine_contract
from yizhan.contracts.stages import CLOCK
from yizhan.kernel.actors import machine

DAYS = 365


class Command(TyperCommand):
    """Examine what was accepted since a day; findings that people settled stay settled."""

    help = "重新核查已提交的合同，并检查整个登记库（可重复运行）"

    def handle(
        self,
        days: Annotated[int, typer.Option(help="核查最近多少天提交的合同")] = DAYS,
        as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    ) -> None:
        """Show the progress, then what was found and how the registry looks."""
        actor = machine("contracts.examine", CLOCK)
        today = localdate()
        ids = examined_ids(actor=actor, since=today - timedelta(days=max(days, 0)))
        found = 0
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True, quiet=as_json)) as progress:
            task = progress.add_task(_("核查合同"), total=len(ids))
            for contract_id in ids:
                found += len(examine_contract(contract_id=contract_id, at=now()))
                progress.update(task, advance=1)
        whole = _said(dataset(actor=actor, today=today))
        if as_json:
            self.stdout.write(json.dumps({"examined": len(ids), "findings": found, **whole}))
            return
        said = {"count": len(ids), "found": found, "twice": len(whole["twice"])}
        self.stdout.write(
            _("核查 %(count)s 份合同，%(found)s 条异常提示，%(twice)s 组可能重复的登记。")
            % said
        )


def _said(whole: Dataset) -> dict[str, Any]:
    return {
        "years": {year.year: year.count for year in whole.years},
        "coverage": {row.column: row.shares for row in whole.coverage},
        "twice": [
            {"title": row.title, "signed_on": _day(row.signed_on), "count": row.count}
            for row in whole.twice
        ],
        "top_share": whole.top_share,
    }


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
