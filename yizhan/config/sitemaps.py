"""The map for search engines: an index, and parts that are written as they are read.

A part holds the listings of a range of numbers, or the organisations whose key begins alike,
so its address never changes and no part has to be counted through to begin the next one.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from yizhan.directory.queries import organisation_pages
from yizhan.kernel.actors import Actor
from yizhan.listings.queries import listing_pages, listing_parts
from yizhan.web.access import public

# Two languages each: far below the 50,000 addresses and 50 MB that a map may hold.
PART: Final = 10_000
KEYS: Final = "0123456789abcdef"
LANGUAGES: Final = (("zh-hans", "zh-CN"), ("en", "en"))
STATIC: Final = (
    "home",
    "matching:search",
    "directory:organisation-list",
    "experts:expert-list",
    "matching:paste",
    "matching:algorithm",
    "api-guide",
    "open-data",
)
_XML: Final = "application/xml; charset=utf-8"
_INDEX: Final = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
_SET: Final = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
Entry = tuple[str, tuple[object, ...], datetime | None]

an_hour = cache_control(public=True, max_age=3600)


@require_safe
@an_hour
@public
def index(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - the same for all
    """List the parts that hold something, each with its last change."""
    parts: list[tuple[str, datetime | None]] = [("pages", None)]
    parts += [(f"listings-{number}", at) for number, at in listing_parts(PART)]
    parts += [(f"organisations-{key}", None) for key in KEYS]
    lines = [_HEAD, _INDEX, *(_part(name, at) for name, at in parts), "</sitemapindex>\n"]
    return HttpResponse("".join(lines), content_type=_XML)


@require_safe
@an_hour
@public
def part(request: HttpRequest, actor: Actor, name: str) -> StreamingHttpResponse:  # noqa: ARG001
    """Write one part, a few hundred addresses at a time."""
    return StreamingHttpResponse(_written(_entries(name)), content_type=_XML)


@require_safe
@an_hour
@public
def robots(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - the same for all
    """Say what may be read: every page once, no filters, no tables; those have interfaces."""
    closed = ["/*?*", "/exports/", "/*/export/", "/imports/", "/my/", "/review/", "/accounts/"]
    lines = ["User-agent: *"]
    lines += [f"Disallow: {path}" for path in closed]
    lines += [f"Disallow: /en{path}" for path in closed if not path.startswith("/*")]
    lines += ["Allow: /oai", "Crawl-delay: 1", f"Sitemap: {_address('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _entries(name: str) -> Iterable[Entry]:
    noun, _dash, key = name.partition("-")
    if name == "pages":
        return [(each, (), None) for each in STATIC]
    if noun == "listings" and key.isdecimal() and len(key) < 12:
        first = int(key) * PART
        return _listings(listing_pages(first, first + PART))
    if noun == "organisations" and len(key) == 1 and key in KEYS:
        return (
            ("directory:organisation-detail", (each,), at)
            for each, at in organisation_pages(key)
        )
    raise Http404


def _listings(pages: Iterable[tuple[str, UUID, datetime]]) -> Iterator[Entry]:
    for kind, each, at in pages:
        yield f"listings:{kind}-detail", (each,), at


def _written(entries: Iterable[Entry]) -> Iterator[str]:
    yield _HEAD
    yield _SET
    for name, arguments, at in entries:
        addresses = {tag: _address(name, *arguments, code=code) for code, tag in LANGUAGES}
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(address)}"/>'
            for tag, address in addresses.items()
        )
        for address in addresses.values():
            yield f"<url><loc>{escape(address)}</loc>{_changed(at)}{links}</url>\n"
    yield "</urlset>\n"


def _part(name: str, at: datetime | None) -> str:
    address = escape(_address("sitemap-part", name))
    return f"<sitemap><loc>{address}</loc>{_changed(at)}</sitemap>\n"


def _changed(at: datetime | None) -> str:
    return f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else ""


def _address(name: str, *arguments: object, code: str = "zh-hans") -> str:
    with translation.override(code):
        return f"{settings.YIZHAN_BASE_URL}{reverse(name, args=arguments)}"
