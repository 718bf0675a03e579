"""`yizhan restore FILE`: put an archive in the place of the present data."""

import json
from pathlib import Path
from typing import Annotated

import typer
from django.core.management import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_typer.management import TyperCommand

from yizhan.config.archives import ArchiveError, own_folders, restore_archive
from yizhan.config.management.progress import phases

PHASES = {
    "verify": gettext_lazy("核对校验值"),
    "load": gettext_lazy("载入新数据库"),
    "files": gettext_lazy("放回文件"),
    "swap": gettext_lazy("换上新数据库"),
}


class Command(TyperCommand):
    """Check the whole archive, load it beside the present database, then swap the two."""

    help = gettext_lazy("从备份文件恢复；先核对，再整体换上，失败则一切照旧")

    def handle(
        self,
        file: Annotated[Path, typer.Argument(help="备份文件")],
        replace: Annotated[bool, typer.Option("--replace", help="取代已有的数据")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    ) -> None:
        """Restore all or nothing."""
        try:
            with phases(PHASES) as progress:
                manifest = restore_archive(
                    file.absolute(),
                    folders=own_folders(),
                    replace=replace,
                    at=timezone.now(),
                    progress=progress,
                )
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        facts = {
            "path": str(file),
            "rows": manifest.total_rows,
            "files": len(manifest.sums) - 1,
            "made_at": manifest.made_at,
        }
        if as_json:
            self.stdout.write(json.dumps(facts))
            return
        sentence = _("已恢复 %(made_at)s 的备份：%(rows)s 行，%(files)s 个文件")
        self.stdout.write(sentence % facts)
        self.stdout.write(_("请运行 yizhan migrate 和 yizhan reindex"))
