"""The check of the key that seals certificates."""

import stat

from django.utils.translation import gettext as _

from yizhan.contracts.certificates.keys import key_path, private_key
from yizhan.contracts.models import SigningKey
from yizhan.kernel.refusals import Refused
from yizhan.web.health import Finding, Level


def signing_key() -> Finding:
    """See that the current key can seal, and that nobody else can read it."""
    key = SigningKey.objects.filter(retired_at__isnull=True).first()
    if key is None:
        return Finding("keys", Level.OK, _("还没有签章密钥，出具第一份证明时自动生成"))
    path = key_path(key.id)
    try:
        private_key(key.id)
    except Refused:
        message = _("签章密钥 %(path)s 缺失或损坏，不能登记合同") % {"path": path}
        remedy = _("从备份恢复该文件；无法恢复时运行 yizhan keys new 更换密钥")
        return Finding("keys", Level.BROKEN, message, remedy)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        message = _("%(path)s 可被他人读取") % {"path": path}
        return Finding("keys", Level.BROKEN, message, _("运行 chmod 600 %s") % path)
    return Finding("keys", Level.OK, _("签章密钥 %(key)s 可用") % {"key": key.id})
