"""Icons: Tabler's outline paths, read once from node_modules and inlined by `{% icon %}`."""

import re
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from yizhan.web.assets import ICONS, AssetMissing, node_modules

_NAME = re.compile(r"[a-z0-9-]+")
_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BACKGROUND = re.compile(r'<path stroke="none"[^>]*/>')


@cache
def paths_of(name: str) -> SafeString:
    """Return the inner markup of one icon."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of an icon.")
    folder = node_modules() / ICONS
    if not folder.is_dir():
        raise AssetMissing(folder)
    file = folder / f"{name}.svg"
    if not file.is_file():
        raise ValueError(f"Tabler has no outline icon {name!r}.")
    body = _BODY.search(_COMMENT.sub("", file.read_text(encoding="utf-8")))
    if body is None:
        raise ValueError(f"{file} holds no <svg>.")
    inner = re.sub(r"\s+", " ", _BACKGROUND.sub("", body.group(1))).strip()
    return mark_safe(inner)  # noqa: S308 -- a pinned package's file, never input


def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """Draw an icon; with a label it speaks, without one it is decoration beside text."""
    css_class = f"i {css}".strip()
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>',
            css_class,
            label,
            paths_of(name),
        )
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        css_class,
        paths_of(name),
    )
