"""Checks of what is around us: clocks that should agree, and the way mail goes out."""

import smtplib
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from yizhan.policy.queries import stale_parameters
from yizhan.web.health import Finding, Level

NOTICED_SECONDS = 2.0
HARMFUL_SECONDS = 60.0
FILES_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


def clock() -> Finding:
    """Compare this machine's clock with the database's and the file system's."""
    skews = {
        _("数据库服务器"): _database_skew(),
        _("文件系统"): _file_skew(),
    }
    other, skew = max(skews.items(), key=lambda pair: abs(pair[1]))
    if abs(skew) < NOTICED_SECONDS:
        return Finding("clock", Level.OK, _("本机、数据库和文件系统的时钟一致"))
    facts = {"other": other, "seconds": f"{skew:+.1f}"}
    message = _("本机时钟与%(other)s相差 %(seconds)s 秒") % facts
    level = Level.BROKEN if abs(skew) >= HARMFUL_SECONDS else Level.WARNING
    return Finding("clock", level, message, _("在两台机器上启用时间同步（如 chrony）"))


def mail() -> Finding:
    """See that a letter could leave; none is sent."""
    backend = settings.EMAIL_BACKEND
    if backend == FILES_BACKEND:
        message = _("邮件写入目录 %(folder)s，不会寄出") % {"folder": settings.EMAIL_FILE_PATH}
        remedy = _("正式使用请设置 YIZHAN_EMAIL_BACKEND 和邮件服务器")
        return Finding(
            "mail", Level.OK if settings.YIZHAN_DEMO else Level.WARNING, message, remedy
        )
    try:
        link = get_connection(timeout=5)
        link.open()
        link.close()
    except (OSError, smtplib.SMTPException) as error:
        message = _("邮件服务器没有应答：%(reason)s") % {"reason": error}
        remedy = _("检查 YIZHAN_EMAIL_ 开头的设置和网络")
        return Finding("mail", Level.BROKEN, message, remedy)
    return Finding("mail", Level.OK, _("邮件由 %(backend)s 寄出") % {"backend": backend})


def law() -> Finding:
    """Name the values of the law that somebody should have looked at again by now."""
    stale = stale_parameters(timezone.localdate())
    if not stale:
        return Finding("law", Level.OK, _("法规参数都在复核期内"))
    names = "、".join(one.id for one in stale[:3])
    message = _("%(count)s 项法规参数已过复核日期：%(names)s 等") % {
        "count": len(stale),
        "names": names,
    }
    remedy = _("核对官方文本后更新 policy/parameters 中的数值和 review_by")
    return Finding("law", Level.WARNING, message, remedy)


def _database_skew() -> float:
    before = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    after = timezone.now()
    return _outside(before, there, after)


def _file_skew() -> float:
    before = timezone.now()
    with tempfile.NamedTemporaryFile(dir=settings.DATA) as probe:
        there = datetime.fromtimestamp(Path(probe.name).stat().st_mtime, UTC)
    after = timezone.now()
    return _outside(before, there, after)


def _outside(before: datetime, there: datetime, after: datetime) -> float:
    """Return how far a time lies outside the interval in which it was read, in seconds."""
    if there < before:
        return (there - before).total_seconds()
    return max(0.0, (there - after).total_seconds())
