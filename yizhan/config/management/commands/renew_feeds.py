"""`yizhan renew_feeds`: begin a new epoch of the change feeds."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_typer.management import TyperCommand

from yizhan.web.feeds import renew_feeds


class Command(TyperCommand):
    """Make every reader start again; for after a recovery in place that lost transactions."""

    help = gettext_lazy("让所有变更流的读者从头读起；数据库就地恢复到较早时刻之后使用")

    def handle(self) -> None:
        """Stamp every row anew."""
        epoch = renew_feeds(force=True)
        self.stdout.write(_("已开始新的纪元 %(epoch)s") % {"epoch": epoch})
