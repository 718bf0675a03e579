"""`yizhan serve`: the whole platform from one command."""

import contextlib
import errno
from collections.abc import Callable
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_typer.management import TyperCommand

from yizhan.config.chores import DatabaseWatch, Greeting
from yizhan.config.postgres import Cluster, external_url
from yizhan.config.programs import programs, usual_workers
from yizhan.config.serving import Supervisor, why_not_bindable

SENTENCES = {
    "died": gettext_lazy("%(name)s 意外退出(代码 %(code)s)，%(wait)s 秒后重新启动"),
    "stopping": gettext_lazy("正在停止……"),
    "database_failed": gettext_lazy("数据库无法启动：%(reason)s"),
    "database_back": gettext_lazy("数据库已重新启动"),
    "ready": gettext_lazy("驿站已就绪：http://%(host)s:%(port)s/ （按 Ctrl-C 停止）"),
}


class Command(TyperCommand):
    """Run the database, the page workers, the job worker and the index together."""

    help = gettext_lazy("启动平台：数据库、页面、后台任务和索引；Ctrl-C 全部停止")
    requires_system_checks: list[str] = []  # noqa: RUF012 -- Django's own declaration

    def handle(
        self,
        host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
        port: Annotated[int, typer.Option(help="端口", min=1, max=65535)] = 8000,
        workers: Annotated[int, typer.Option(help="页面进程数，0 为自动", min=0, max=64)] = 0,
    ) -> None:
        """Serve until stopped; say at once when the port is taken."""
        self._refuse_busy_port(host, port)
        with contextlib.ExitStack() as stack:
            cluster = None
            if not external_url():
                cluster = Cluster(settings.DATA)
                stack.enter_context(cluster.in_use())
            self._refuse_unmigrated()
            chores: list[Callable[[], None]] = [Greeting(host, port, self._say)]
            if cluster is not None:
                chores.append(DatabaseWatch(cluster, self._say))
            Supervisor(
                programs(host=host, port=port, workers=workers or usual_workers()),
                chores=chores,
                announce=self._say,
            ).run()

    def _say(self, code: str, values: dict[str, object]) -> None:
        self.stdout.write(str(SENTENCES[code]) % values)
        self.stdout.flush()

    def _refuse_busy_port(self, host: str, port: int) -> None:
        error = why_not_bindable(host, port)
        if error is None:
            return
        if error.errno == errno.EADDRINUSE:
            sentence = _(
                "端口 %(port)s 已被占用。换一个端口：yizhan serve --port %(other)s"
                "（或 make demo PORT=%(other)s）"
            )
            raise CommandError(sentence % {"port": port, "other": port + 1})
        sentence = _("不能在 %(host)s:%(port)s 上监听：%(reason)s")
        raise CommandError(sentence % {"host": host, "port": port, "reason": error.strerror})

    def _refuse_unmigrated(self) -> None:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        connection.close()  # the page workers must not share it
        if waiting:
            sentence = _("数据库还有 %(count)s 项迁移未执行。请先运行 yizhan migrate")
            raise CommandError(sentence % {"count": len(waiting)})
