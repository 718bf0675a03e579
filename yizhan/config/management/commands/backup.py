"""`yizhan backup FILE`: database and stored files in one archive."""

import json
from pathlib import Path
from typing import Annotated

import typer
from django.core.management import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_typer.management import TyperCommand

from yizhan.config.archives import ArchiveError, own_folders, write_archive
from yizhan.config.management.progress import phases

PHASES = {
    "dump": gettext_lazy("导出数据库"),
    "files": gettext_lazy("计算校验值"),
    "pack": gettext_lazy("写入备份文件"),
}


class Command(TyperCommand):
    """Write everything that would be lost into one file."""

    help = gettext_lazy("备份数据库和文件到一个带校验值的文件")

    def handle(
        self,
        file: Annotated[Path, typer.Argument(help="备份文件")],
        as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    ) -> None:
        """Write the archive while the platform runs."""
        try:
            with phases(PHASES) as progress:
                manifest = write_archive(
                    file.absolute(),
                    folders=own_folders(),
                    at=timezone.now(),
                    progress=progress,
                )
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        facts = {
            "path": str(file),
            "rows": manifest.total_rows,
            "files": len(manifest.sums) - 1,
            "bytes": file.stat().st_size,
        }
        if as_json:
            self.stdout.write(json.dumps(facts))
            return
        sentence = _("已备份到 %(path)s：%(rows)s 行，%(files)s 个文件，%(bytes)s 字节")
        self.stdout.write(sentence % facts)
