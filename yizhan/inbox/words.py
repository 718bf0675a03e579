"""A notice in the words of its topic and the language that is active."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yizhan.inbox.models import Notice
from yizhan.inbox.registry import topic_of
from yizhan.inbox.terms import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A notice as it is read."""

    label: str
    title: str
    body: str
    url: str


class _Values(dict[str, str]):
    """The values of a notice; one that a later sentence asks for and an old notice lacks."""

    def __missing__(self, key: str) -> str:
        return "—"


def said(notice: Notice) -> Said:
    """Fill the sentences of the topic; a topic that is gone leaves its code."""
    topic = topic_of(notice.topic)
    if topic is None:
        return Said(label=notice.topic, title=_("通知"), body="", url=local(notice.url))
    values = _in_words(topic, notice.values)
    return Said(
        label=str(topic.label),
        title=str(topic.title) % values,
        body=(str(topic.body) % values).strip() if topic.body else "",
        url=local(notice.url),
    )


def local(url: str) -> str:
    """Return an address of ours in the active language; anything else leads to no place."""
    if not url.startswith("/") or url.startswith(("//", "/\\")):
        return ""
    wanted, usual = get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE
    for code, _name in settings.LANGUAGES:
        url = f"/{url.removeprefix(f'/{code}/')}" if url.startswith(f"/{code}/") else url
    with translation.override(usual):  # an address is known in its own language only
        return translate_url(url, wanted)


def _in_words(topic: Topic, values: Mapping[str, Any]) -> _Values:
    words = {
        name: str(topic.words[name].get(value, value)) if name in topic.words else str(value)
        for name, value in values.items()
    }
    return _Values(words)
