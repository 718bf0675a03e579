"""The check of the change feeds: how long readers have been waiting, and for whom."""

from typing import Final

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from yizhan.web.feeds import lag_of
from yizhan.web.feeds.epochs import current_epoch, feeds
from yizhan.web.health import Finding, Level

ALLOWED_SECONDS: Final = 60
_OLDEST: Final = """
SELECT pid, coalesce(application_name, ''), extract(epoch FROM now() - xact_start)::int
FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
ORDER BY xact_start NULLS LAST LIMIT 1
"""


def change_feeds() -> Finding:
    """Compare what is committed with what readers are given."""
    current_epoch()
    lags = [lag_of(feed.objects.all()) for feed in feeds()]
    waiting = sum(lag.waiting for lag in lags)
    seconds = max((lag.seconds(timezone.now()) for lag in lags), default=0)
    if seconds <= ALLOWED_SECONDS:
        message = _("变更流没有积压，等待中 %(waiting)s 条") % {"waiting": waiting}
        return Finding("feeds", Level.OK, message)
    values = {"waiting": waiting, "seconds": seconds, **_holder()}
    message = _(
        "变更流有 %(waiting)s 条等了 %(seconds)s 秒：连接 %(pid)s 的事务已开启 %(age)s 秒"
    )
    return Finding(
        "feeds",
        Level.WARNING,
        message % values,
        _("让那个事务结束；同一服务器上的其他库也算在内"),
    )


def _holder() -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST)
        pid, _name, age = cursor.fetchone() or ("?", "", "?")
    return {"pid": pid, "age": age}
