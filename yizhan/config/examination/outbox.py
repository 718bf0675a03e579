"""The check of the outbox: does mail leave the house."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from yizhan.inbox.queries import overdue_mails
from yizhan.web.health import Finding, Level

LATE = timedelta(minutes=15)


def outbox() -> Finding:
    """Count the mails that wait longer than a busy minute explains."""
    count, error = overdue_mails(at=timezone.now() - LATE)
    if not count:
        return Finding("outbox", Level.OK, _("没有积压的邮件"))
    values = {"count": count, "reason": error or _("没有任务在发送")}
    message = _("有 %(count)s 封邮件等了 15 分钟以上：%(reason)s") % values
    remedy = _("检查邮件服务器与 YIZHAN_EMAIL_ 各项设置，并确认 yizhan serve 正在运行")
    return Finding("outbox", Level.WARNING, message, remedy)
