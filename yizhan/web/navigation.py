"""The registry of links: a context declares its pages in `AppConfig.ready`.

    navigation.declare(
        Entry(label=_("技术需求"), url_name="listings:need-list", area=PUBLIC, order=10),
        Entry(label=_("我的发布"), short=_("发布"), url_name="listings:mine", area=WORKBENCH,
              icon="files", permission="listings.draft", order=20),
    )

Areas: PUBLIC header, ACTION button at its right, ACCOUNT links beside it, FOOTER columns by
`group`, WORKBENCH rail (needs `icon` and, when the label is long, `short`).
An entry whose address does not resolve fails `manage.py check` and is not drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from yizhan.web.access import SIGNED_IN

PUBLIC, ACTION, ACCOUNT, FOOTER, WORKBENCH = (
    "public",
    "action",
    "account",
    "footer",
    "workbench",
)
ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One declared link; `permission` may also be ANONYMOUS, SIGNED_IN or "" (everybody)."""

    label: Any
    url_name: str
    area: str
    order: int = 100
    permission: str = ""
    icon: str = ""
    short: Any = ""
    group: Any = ""
    query: str = ""
    tone: str = ""
    comes_back: bool = False
    keywords: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Return the address in the language of the page."""
        return reverse(self.url_name, kwargs=self.keywords) + self.query


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An entry ready to print."""

    label: Any
    short: Any
    icon: str
    group: str
    tone: str
    url: str
    is_current: bool


_entries: dict[tuple[str, str, str], Entry] = {}


def declare(*entries: Entry) -> None:
    """Add links; the same address declared again in the same area replaces the first."""
    for entry in entries:
        _entries[(entry.area, entry.url_name, entry.query)] = entry


def links(area: str, request: HttpRequest | None) -> list[Link]:
    """Return the links of an area that the visitor may follow, in order, one marked current."""
    found = [(e, e.url) for e in _of(area) if _resolves(e) and _may_follow(e, request)]
    current = _current_of([url for _, url in found], request)
    # Members of a group stand together, wherever their own order would put them.
    groups = list(dict.fromkeys(str(entry.group) for entry, _ in found))
    found.sort(key=lambda pair: groups.index(str(pair[0].group)))
    return [
        Link(
            label=entry.label,
            short=entry.short or entry.label,
            icon=entry.icon,
            group=str(entry.group),
            tone=entry.tone,
            url=_with_way_back(entry, url, request),
            is_current=url == current,
        )
        for entry, url in found
    ]


def _with_way_back(entry: Entry, url: str, request: HttpRequest | None) -> str:
    """Add the page as `next`, unless it is itself a page of the place we go to."""
    if not entry.comes_back or request is None or request.method != "GET":
        return url
    place = url.strip("/").rpartition("/")[0]
    if place and request.path.strip("/").startswith(place):
        return url
    return f"{url}?{urlencode({'next': request.get_full_path()})}"


def check_entries(**_kwargs: Any) -> list[CheckMessage]:
    """Report every declared link that leads nowhere."""
    return [
        Error(
            f"The navigation entry {entry.url_name!r} of area {entry.area!r} does not resolve.",
            hint="Declare only pages that exist.",
            id="web.E001",
        )
        for entry in _entries.values()
        if not _resolves(entry)
    ]


def _of(area: str) -> Iterator[Entry]:
    mine = [entry for entry in _entries.values() if entry.area == area]
    first: dict[str, int] = {}
    for entry in mine:
        group = str(entry.group)
        first[group] = min(entry.order, first.get(group, entry.order))
    # A group stands together, where its first entry stands.
    yield from sorted(
        mine, key=lambda e: (first[str(e.group)], str(e.group), e.order, e.url_name)
    )


def _resolves(entry: Entry) -> bool:
    try:
        reverse(entry.url_name, kwargs=entry.keywords)
    except NoReverseMatch:
        return False
    return True


def _may_follow(entry: Entry, request: HttpRequest | None) -> bool:
    if not entry.permission:
        return True
    user, actor = getattr(request, "user", None), getattr(request, "actor", None)
    is_visitor = user is None or not user.is_authenticated
    if entry.permission == ANONYMOUS:
        return is_visitor
    if is_visitor:
        return False
    return entry.permission == SIGNED_IN or (actor is not None and actor.may(entry.permission))


def _current_of(urls: list[str], request: HttpRequest | None) -> str:
    """Choose the longest link that the address lies under; a home page matches itself only."""
    if request is None:
        return ""
    under = [url for url in urls if _lies_under(request.path, url.partition("?")[0])]
    return max(under, key=len, default="")


def _lies_under(path: str, url: str) -> bool:
    is_home = url.strip("/") in {"", *dict(settings.LANGUAGES)}
    return path == url or (not is_home and path.startswith(url))
