"""`yizhan verify …`: recompute what the platform promises never to change."""

import json
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from django.core.management import CommandError
from django.utils.translation import gettext as _
from django_typer.management import TyperCommand, command, initialize

from yizhan.audit import queries
from yizhan.contracts.certificates.published import NotKeys, read_keys
from yizhan.contracts.certificates.sealing import Opened, Verdict, open_file
from yizhan.contracts.certificates.verifying import Standing, check_file
from yizhan.statistics.checking import tell_cells, tell_table

_SHOWN = ("number", "title", "registered_on", "version", "issued_at")


class Command(TyperCommand):
    """Verify what the platform promises never to change."""

    help = "核验：事实链、登记证明、统计数字、统计表"

    @initialize()
    def init(self) -> None:
        """Keep each a word of its own: a command with one subcommand would swallow it."""

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

    @command(help="核验登记证明（PDF 或 JSON）；给出 --keys 时不用数据库和网络")
    def certificate(
        self,
        file: Annotated[Path, typer.Argument(help="证明文件")],
        keys: Annotated[
            Path | None, typer.Option("--keys", help="公布的密钥文件 keys.json")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    ) -> None:
        """Exit with 1 unless the file is what was issued, byte for byte."""
        raw = _read(file)
        standing = ""
        if keys is not None:
            opened = _opened(raw, keys)
        else:
            checked = check_file(raw)
            opened = checked.opened
            standing = checked.shown.standing if checked.shown else "unknown"
        is_good = opened.verdict is Verdict.GENUINE and standing in {"", Standing.VALID}
        if as_json:
            answer = {"verdict": opened.verdict, "standing": standing or None}
            self.stdout.write(json.dumps({**answer, "content": opened.content}))
        else:
            self._tell(opened, standing)
        if not is_good:
            raise typer.Exit(1)

    @command(help="重算全部统计单元，指出与合同不符的")
    def statistics(
        self, as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False
    ) -> None:
        """Exit with 1 when a cell does not say what a recount says."""
        if not tell_cells(self.stdout.write, as_json=as_json):
            raise typer.Exit(1)

    @command(help="按截止点重算一张已发布的统计表")
    def table(
        self,
        table_id: Annotated[UUID, typer.Argument(help="统计表编号")],
        as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    ) -> None:
        """Exit with 1 when the table is not what its rows say."""
        if not tell_table(self.stdout.write, table_id, as_json=as_json):
            raise typer.Exit(1)

    def _tell(self, opened: Opened, standing: str) -> None:
        said = {
            Verdict.GENUINE: _("✓ 证明真实，与签章逐字节相符"),
            Verdict.ALTERED: _("✗ 文件被改动过，与签章不符"),
            Verdict.UNKNOWN_KEY: _("✗ 签章所用的密钥不在公布的密钥之中"),
            Verdict.WITHDRAWN_KEY: _("✗ 签章密钥已作废，仅凭文件不能断定真伪"),
            Verdict.NOT_OURS: _("✗ 这不是登记证明文件"),
        }
        self.stdout.write(said[opened.verdict])
        content: Any = opened.content or {}
        if opened.verdict is not Verdict.GENUINE:
            return
        for name in _SHOWN:
            self.stdout.write(f"  {name}: {content[name]}")
        self.stdout.write(f"  key: {opened.key}")
        if not standing:
            where = f"{content['site']}/verify/{content['code']}/"
            sentence = _("是否已被取代、注销或撤销，须联网查询：%(where)s")
            self.stdout.write("  " + sentence % {"where": where})
        elif standing in Standing.values:
            sentence = _("登记簿中的状态：%(standing)s")
            self.stdout.write("  " + sentence % {"standing": Standing(standing).label})
        else:
            self.stdout.write(_("✗ 登记簿中没有这份证明"))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        sentence = _("不能读取 %(path)s：%(reason)s")
        raise CommandError(sentence % {"path": path, "reason": error.strerror}) from error


def _opened(raw: bytes, keys: Path) -> Opened:
    try:
        return open_file(raw, read_keys(_read(keys)))
    except NotKeys as error:
        sentence = _("%(path)s 不是公布的密钥文件，请从 /verify/keys.json 下载")
        raise CommandError(sentence % {"path": keys}) from error
