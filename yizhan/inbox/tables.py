"""Notices, waiting things and wishes as the templates print them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yizhan.inbox.models import Notice
from yizhan.inbox.queries import MOST_COUNTED, Group, header_of
from yizhan.inbox.registry import topic_of, topics
from yizhan.inbox.terms import DIGEST, Every
from yizhan.inbox.words import local, said
from yizhan.kernel.actors import Actor

# An older count is made again by a request of its own, never while a page is waited for.
FRESH = timedelta(minutes=2)


def header(actor: Actor, *, at: datetime) -> dict[str, Any] | None:
    """Return what is unread and what waits; a visitor has neither."""
    if actor.person_id is None:
        return None
    found = header_of(actor=actor)
    is_stale = found.counted_at is None or found.counted_at < at - FRESH
    return {"header": found, "is_stale": is_stale, "most": MOST_COUNTED}


def rows_of(notices: Iterable[Notice]) -> list[dict[str, Any]]:
    """Return notices as rows."""
    return [
        {
            "id": notice.pk,
            "said": said(notice),
            "at": notice.created_at,
            "is_unread": notice.read_at is None,
        }
        for notice in notices
    ]


def tabs_of(counts: Mapping[str, tuple[int, int]], topic: str) -> list[dict[str, Any]]:
    """Return a tab for all topics and one for each that has notices, with what is unread."""
    unread = sum(new for _all, new in counts.values())
    found = [("", _("全部"), unread)]
    for code, (_all, new) in sorted(counts.items()):
        registered = topic_of(code)
        found.append((code, str(registered.label) if registered else code, new))
    return [
        {
            "url": f"?topic={code}",
            "label": label,
            "count": new or None,
            "is_current": code == topic,
        }
        for code, label, new in found
    ]


def groups_of(groups: Iterable[Group], *, at: datetime) -> list[dict[str, Any]]:
    """Return the waiting things by kind."""
    return [
        {
            "code": group.code.replace(".", "-"),
            "label": group.label,
            "rows": [
                {
                    "title": item.title,
                    "url": local(item.url),
                    "since": item.since,
                    "due_at": item.due_at,
                    "is_overdue": item.due_at is not None and item.due_at < at,
                }
                for item in group.items
            ],
        }
        for group in groups
    ]


def wishes_of(held: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a row of choices for each topic, and the one for the daily mail at the top."""
    daily = {Every.DAILY: _("每个工作日早上发一封"), Every.NEVER: _("不发")}
    rows = [_wish(DIGEST, _("每日汇总邮件"), daily, held)]
    ways = {way: way.label for way in Every}
    return [*rows, *(_wish(topic.code, topic.label, ways, held) for topic in topics())]


def _wish(
    code: str, label: Any, ways: Mapping[Every, Any], held: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "code": code,
        "label": label,
        "ways": [
            {"value": way.value, "label": text, "on": held.get(code) == way}
            for way, text in ways.items()
        ],
    }
