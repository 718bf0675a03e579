"""The same page in the other language: path prefix changed, query kept."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

_HTML = {"zh-hans": "zh-CN"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLink:
    """One language the page exists in; `tag` is what `lang` and `hreflang` want."""

    code: str
    tag: str
    name: str
    url: str
    absolute: str
    is_current: bool


def html_tag(code: str | None) -> str:
    """Return the language tag for the `lang` attribute."""
    return _HTML.get(code or "", code or "zh-CN")


def links_for(request: HttpRequest | None) -> list[LanguageLink]:
    """List this address in every language of the site."""
    if request is None:
        return []
    here = request.get_full_path()
    current = get_language()
    return [_link(request, here, code, name, current) for code, name in _languages()]


def _languages() -> list[tuple[str, Any]]:
    return [(code, _NAMES.get(code, name)) for code, name in settings.LANGUAGES]


_NAMES = {"zh-hans": "中文", "en": "English"}


def _link(
    request: HttpRequest, here: str, code: str, name: Any, current: str | None
) -> LanguageLink:
    url = translate_url(here, code)
    return LanguageLink(
        code=code,
        tag=html_tag(code),
        name=str(name),
        url=url,
        absolute=request.build_absolute_uri(url),
        is_current=code == current,
    )
