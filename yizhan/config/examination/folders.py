"""Checks of files: the data folder, the disk, what set-up installed."""

import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from yizhan.config.postgres.accounts import account_name
from yizhan.config.postgres.addresses import external_url
from yizhan.config.postgres.home import free_megabytes, home_for
from yizhan.web import assets as npm
from yizhan.web.health import Finding, Level
from yizhan.web.printing import missing_fonts

TIGHT_MEGABYTES = 1024
FULL_MEGABYTES = 200
WOFF2 = b"wOF2"
FONT = "web/vendor/ibm-plex-sans-latin-wght-normal.woff2"


def data_folder() -> Finding:
    """Write a file where data goes."""
    place = {"folder": settings.DATA}
    try:
        with tempfile.NamedTemporaryFile(dir=settings.DATA) as probe:
            probe.write(b"x" * 4096)
            probe.flush()
    except OSError as error:
        message = _("数据目录 %(folder)s 不可写：%(reason)s") % {
            **place,
            "reason": error.strerror,
        }
        remedy = _("改正该目录的权限，或用 YIZHAN_DATA 另选目录")
        return Finding("data", Level.BROKEN, message, remedy)
    return Finding("data", Level.OK, _("数据目录 %(folder)s 可写") % place)


def disk() -> Finding:
    """Compare what is left, for the data folder and the database, with what work needs."""
    folders = [settings.DATA]
    if not external_url():
        folders.append(home_for(settings.DATA).folder)
    left, folder = min((free_megabytes(folder), folder) for folder in folders)
    message = _("%(folder)s 所在分区剩余 %(free)s MB") % {"folder": folder, "free": left}
    if left >= TIGHT_MEGABYTES:
        return Finding("disk", Level.OK, message)
    level = Level.BROKEN if left < FULL_MEGABYTES else Level.WARNING
    return Finding("disk", level, message, _("腾出空间，或把 YIZHAN_DATA 移到更大的分区"))


def secret() -> Finding:
    """See that nobody else can read the key that signs sessions."""
    path = settings.DATA / "secret_key"
    if not path.exists():
        return Finding("secret", Level.OK, _("密钥来自环境变量 YIZHAN_SECRET_KEY"))
    facts = path.stat()
    if stat.S_IMODE(facts.st_mode) & 0o077:
        message = _("%(path)s 可被他人读取") % {"path": path}
        return Finding("secret", Level.BROKEN, message, _("运行 chmod 600 %s") % path)
    owner = account_name(facts.st_uid)
    return Finding("secret", Level.OK, _("密钥只有用户 %(owner)s 可读") % {"owner": owner})


def assets() -> Finding:
    """Look for the front-end files and for what `collectstatic` makes of them."""
    absent = npm.missing()
    if absent:
        message = _("缺少前端文件：%(files)s") % {"files": _names(absent)}
        return Finding("assets", Level.BROKEN, message, _("运行 make setup"))
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        message = _("静态文件尚未收集，页面会从源目录读取，较慢")
        return Finding(
            "assets", Level.WARNING, message, _("运行 yizhan collectstatic --no-input")
        )
    return Finding("assets", Level.OK, _("前端文件齐全，已收集"))


def fonts() -> Finding:
    """Open the font that pages name and look for those that paper is set in.

    Chinese on pages is set in the reader's own fonts, Chinese on paper in ours.
    """
    found = finders.find(FONT)
    if not isinstance(found, str) or Path(found).read_bytes()[:4] != WOFF2:
        message = _("页面字体缺失或损坏：%(font)s") % {"font": FONT}
        return Finding("fonts", Level.BROKEN, message, _("运行 make setup"))
    absent = missing_fonts()
    if absent:
        message = _("缺少印制证明的字体：%(files)s") % {"files": _names(absent)}
        return Finding("fonts", Level.BROKEN, message, _("运行 make setup"))
    return Finding("fonts", Level.OK, _("页面和印制用的字体可用；页面中文用读者系统的字体"))


def translations() -> Finding:
    """Compare compiled catalogues with their sources."""
    sources = [path for place in settings.LOCALE_PATHS for path in Path(place).rglob("*.po")]
    stale = [path for path in sources if not _is_newer(path.with_suffix(".mo"), path)]
    if stale:
        message = _("英文界面文字没有编译，或旧于来源")
        remedy = _("运行 python tools/messages.py compile")
        return Finding("translations", Level.WARNING, message, remedy)
    return Finding("translations", Level.OK, _("界面文字已编译"))


def _is_newer(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def _names(paths: Iterable[Path]) -> str:
    return "、".join(path.name for path in paths)
