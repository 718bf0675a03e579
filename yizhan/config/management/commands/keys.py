"""`yizhan keys …`: the keys that seal certificates."""

import json
from pathlib import Path
from typing import Annotated

import typer
from django.core.management import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django_typer.management import TyperCommand, command, initialize

from yizhan.contracts.certificates.keys import published_keys, renew_key, withdraw_key
from yizhan.contracts.certificates.published import write_keys
from yizhan.contracts.certificates.sealing import PublicKey
from yizhan.kernel.refusals import Refused


class Command(TyperCommand):
    """Look after the keys that seal certificates."""

    help = "签章密钥：查看、更换、作废、导出公钥"

    @initialize()
    def init(self) -> None:
        """Keep each a word of its own."""

    @command(name="list", help="列出全部密钥")
    def show(
        self, as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False
    ) -> None:
        """Print every key, newest first."""
        keys = published_keys()
        if as_json:
            self.stdout.write(json.dumps(write_keys(keys)))
            return
        for key in keys:
            self.stdout.write(f"{key.id}  {key.made_at:%Y-%m-%d %H:%M}  {_state(key)}")
        if not keys:
            self.stdout.write(_("还没有密钥；出具第一份证明时自动生成"))

    @command(help="更换密钥；旧密钥签过的证明照常有效")
    def new(self) -> None:
        """Retire the current key and make another."""
        self.stdout.write(_("新密钥 %(key)s") % {"key": renew_key(at=timezone.now()).id})

    @command(help="作废密钥；它签过的证明离线核验时不再算数")
    def withdraw(
        self,
        key: Annotated[str, typer.Argument(help="密钥编号")],
        because: Annotated[str, typer.Option("--because", help="原因")],
    ) -> None:
        """Withdraw a key that may have been stolen."""
        try:
            withdraw_key(key, because=because, at=timezone.now())
        except Refused as refused:
            sentence = _("不能作废 %(key)s：没有这个密钥，或已经作废")
            raise CommandError(sentence % {"key": key}) from refused
        self.stdout.write(_("已作废 %(key)s，请公告并重新公布 keys.json") % {"key": key})

    @command(help="把公布的密钥写成文件，供离线核验")
    def export(self, file: Annotated[Path, typer.Argument(help="目标文件")]) -> None:
        """Write the public keys into a file."""
        keys = published_keys()
        try:
            file.write_text(json.dumps(write_keys(keys), indent=1))
        except OSError as error:
            sentence = _("不能写入 %(path)s：%(reason)s")
            raise CommandError(sentence % {"path": file, "reason": error.strerror}) from error
        self.stdout.write(_("已写入 %(count)s 个公钥") % {"count": len(keys)})


def _state(key: PublicKey) -> str:
    if key.withdrawn_at:
        return _("已作废")
    return _("已停用，签过的证明有效") if key.retired_at else _("使用中")
