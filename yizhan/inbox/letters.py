"""The text of a mail, in its reader's language, with the links that stop more of it."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from yizhan.inbox import queries
from yizhan.inbox.models import Mail, Notice
from yizhan.inbox.registry import topic_of
from yizhan.inbox.services import Letter
from yizhan.inbox.services.outbox import one_line
from yizhan.inbox.terms import DIGEST, About, Line
from yizhan.inbox.words import local, said

# Of one topic; who has more unread finds them in the inbox.
MOST_LISTED = 20
_SALT = "inbox.unsubscribe"


def letter_for(mail: Mail) -> Letter | None:
    """Write a mail as things stand now; None when nothing is left to say."""
    if mail.person_id is None:
        return _as_queued(mail)
    contents = queries.letter_of(mail=mail)
    if contents is None:
        return None
    with translation.override(_known(contents.language)):
        entries = [entry for row in contents.notices if (entry := _entry(row)) is not None]
        if not entries:
            return None
        is_digest = mail.key.startswith("digest:")
        subject = _digest_subject(entries) if is_digest else entries[0]["title"]
        stop = _stop_all(mail.person_id, entries) if is_digest else entries[0]["stop"]
        name = "digest" if is_digest else "notice"
        context = {
            "groups": _grouped(entries),
            "entry": entries[0],
            "stop": stop,
            "settings_url": _absolute(reverse("inbox:preferences")),
            "inbox_url": _absolute(reverse("inbox:list")),
        }
        return Letter(
            to=contents.to,
            subject=one_line(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}"),
            text=render_to_string(f"inbox/mail/{name}.txt", context),
            headers={**_machine_headers(mail), **_unsubscribe_headers(stop)},
        )


def token_for(*, person_id: UUID, topic: str, subject_id: UUID | None) -> str:
    """Sign what a link stops; it holds as long as the key of the platform does."""
    said_ = [str(person_id), topic, str(subject_id) if subject_id else ""]
    return signing.dumps(said_, salt=_SALT, compress=True)


def read_token(token: str) -> tuple[UUID, str, UUID | None] | None:
    """Return whom and what a link names; None when we never made it."""
    try:
        person, topic, subject = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return UUID(person), topic, UUID(subject) if subject else None


def _as_queued(mail: Mail) -> Letter:
    return Letter(
        to=mail.to,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        headers=_machine_headers(mail),
    )


def _entry(notice: Notice) -> dict[str, Any] | None:
    """Return a notice as a mail prints it; None when its lines say that it is over."""
    topic = topic_of(notice.topic)
    lines: list[Line] = []
    if topic is not None and topic.lines is not None:
        about = About(
            person_id=notice.person_id, subject_id=notice.subject_id, values=notice.values
        )
        found = topic.lines(about)
        if found is None:
            return None
        lines = list(found)
    words = said(notice)
    is_stoppable = topic is not None and topic.stop is not None
    return {
        "topic": notice.topic,
        "label": words.label,
        "title": one_line(words.title),
        "body": words.body,
        "url": _absolute(words.url) if words.url else "",
        "lines": [
            {"title": one_line(line.title), "url": _absolute(local(line.url))} for line in lines
        ],
        "stop": _stop_url(
            notice.person_id, notice.topic, notice.subject_id if is_stoppable else None
        ),
    }


def _grouped(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ordered = sorted(entries, key=lambda entry: (entry["topic"], entry["stop"]))
    groups = []
    for (label, stop), rows in groupby(ordered, key=lambda e: (e["label"], e["stop"])):
        found = list(rows)
        shown, more = found[:MOST_LISTED], len(found[MOST_LISTED:])
        groups.append({"label": label, "stop": stop, "entries": shown, "more": more})
    return groups


def _digest_subject(entries: list[dict[str, Any]]) -> str:
    count = len(entries)
    return ngettext("今天有 %(count)s 条通知", "今天有 %(count)s 条通知", count) % {
        "count": count
    }


def _stop_all(person_id: UUID, entries: list[dict[str, Any]]) -> str:
    """Stop the one thing that a daily mail is about, else the daily mail."""
    stops = {entry["stop"] for entry in entries}
    return stops.pop() if len(stops) == 1 else _stop_url(person_id, DIGEST, None)


def _stop_url(person_id: UUID, topic: str, subject_id: UUID | None) -> str:
    token = token_for(person_id=person_id, topic=topic, subject_id=subject_id)
    return _absolute(reverse("inbox:unsubscribe", args=[token]))


def _machine_headers(mail: Mail) -> dict[str, str]:
    return {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}


def _unsubscribe_headers(url: str) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
    }


def _absolute(path: str) -> str:
    return f"{settings.YIZHAN_BASE_URL}{path}"


def _known(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
