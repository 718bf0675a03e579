"""`yizhan verify facts`: recompute the hash chains of the trail."""

import json
from typing import Annotated

import typer
from django_typer.management import TyperCommand, command, initialize

from yizhan.audit import queries


class Command(TyperCommand):
    """Verify what the platform promises never to change."""

    help = "核验事实链：逐条重算散列，找出被改动或缺失的记录"

    @initialize()
    def init(self) -> None:
        """Keep `facts` a word of its own: a command with one subcommand would swallow it."""

    @command(help="核验事实链")
    def facts(
        self, as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False
    ) -> None:
        """Exit with 1 when a chain does not hold."""
        breaks = list(queries.chain_breaks())
        total = queries.count_entries()
        if as_json:
            rows = [{"stream": b.stream, "seq": b.seq, "reason": b.reason} for b in breaks]
            self.stdout.write(json.dumps({"entries": total, "breaks": rows}))
        else:
            for b in breaks:
                self.stdout.write(f"✗ {b.stream} #{b.seq}: {b.reason}")
            if not breaks:
                self.stdout.write(f"✓ {total} 条事实，散列链完整")
        if breaks:
            raise typer.Exit(1)
