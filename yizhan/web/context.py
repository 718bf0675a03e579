"""What every page may print: the shell, the visitor's preferences, languages, the moment.

Settings: add "yizhan.web.context.page" to the context processors.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from yizhan.web.languages import html_tag
from yizhan.web.resuming import kept_form

THEME, TEXT = "yz-theme", "yz-text"
CHOICES: Mapping[str, frozenset[str]] = {
    "theme": frozenset({"light", "dark"}),
    "text": frozenset({"normal", "large"}),
}
DEFAULTS: Mapping[str, str] = {"theme": "light", "text": "normal"}
COOKIES: Mapping[str, str] = {"theme": THEME, "text": TEXT}


def page(request: HttpRequest) -> dict[str, Any]:
    """Give every template its frame."""
    htmx: Any = getattr(request, "htmx", None)
    is_part = bool(htmx) and not (htmx.history_restore_request or htmx.boosted)
    return {
        "yz_shell": "base_bare.html" if is_part else "base_full.html",
        "yz_language": html_tag(get_language()),
        "yz_demo": settings.YIZHAN_DEMO,
        "actor": getattr(request, "actor", None),
        "yz_kept": _has_kept_form(request),
        "now": timezone.now(),  # noqa: TID251 -- a page is dated by the moment it is made
        **preferences_of(request),
    }


def _has_kept_form(request: HttpRequest) -> bool:
    """Say whether a form waits to be sent again; visitors without a session ask nothing."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and kept_form(request))


def preferences_of(request: HttpRequest) -> dict[str, str]:
    """Read theme and text size from their cookies; anything unknown is the default."""
    held = {name: request.COOKIES.get(cookie, "") for name, cookie in COOKIES.items()}
    return {
        f"yz_{name}": value if value in CHOICES[name] else DEFAULTS[name]
        for name, value in held.items()
    }
