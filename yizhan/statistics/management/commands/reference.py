"""`yizhan reference FILE`: load figures that others published."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django_typer.management import TyperCommand

from yizhan.kernel.refusals import Refused
from yizhan.statistics.messages import say
from yizhan.statistics.services import load_reference


class Command(TyperCommand):
    """Load a reference series; the layout is read from the header of the file."""

    help = "载入参考数据：全国成交额或分省面板（CSV）"

    def handle(
        self, file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]
    ) -> None:
        """Load the whole file or nothing."""
        try:
            series, count = load_reference(file)
        except Refused as refused:
            for refusal in refused.refusals:
                self.stderr.write(f"✗ {say(refusal)}")
            raise typer.Exit(1) from refused
        self.stdout.write(
            _("✓ %(series)s：%(count)s 个数值") % {"series": series, "count": count}
        )
