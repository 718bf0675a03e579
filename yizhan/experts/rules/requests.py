"""What may be asked of whom, how often, and what an answer must be."""

import ipaddress
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit

from yizhan.kernel.refusals import Refusal

PER_DAY = 10
MOST_AT_ONCE = 5
MOST_CLARIFICATIONS = 10
_MOST_LINKS, _LONGEST_LINK = 5, 500
_TITLE, _LEAST_TITLE = 120, 6
_TEXT, _LEAST_QUESTION, _LEAST_ANSWER = 5000, 20, 20
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_NAMES_OF_HERE = (".local", ".localhost", ".internal", ".lan", ".home.arpa")


def clean_links(text: str) -> list[str]:
    """Return one link for each line that says something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def against_question(
    *, title: str, question: str, background: str, links: Iterable[str]
) -> Iterator[Refusal]:
    """Refuse a question nobody could answer, and texts that are no texts."""
    yield from _against_text(title, _TITLE, "title", least=_LEAST_TITLE)
    yield from _against_text(question, _TEXT, "question", least=_LEAST_QUESTION)
    yield from _against_text(background, _TEXT, "background")
    yield from against_links(links)


def against_asking(
    *,
    count: int,
    today_sent: int,
    is_verified: bool,
    wished_by: date | None,
    days: tuple[date, date],
) -> Iterator[Refusal]:
    """Refuse who may not ask, and who asks too many at once; `days` is today and the last."""
    if not is_verified:
        yield Refusal("experts.asker_not_verified")
    if not count:
        yield Refusal("experts.nobody_chosen", {}, "experts")
    if count > MOST_AT_ONCE:
        yield Refusal("experts.too_many_at_once", {"most": MOST_AT_ONCE}, "experts")
    if today_sent + count > PER_DAY:
        yield Refusal("experts.too_many_a_day", {"most": PER_DAY, "sent": today_sent})
    if wished_by is None or not days[0] < wished_by <= days[1]:
        yield Refusal("experts.wished_day", {"last": days[1]}, "wished_by")


def against_acceptance(
    *, promised_on: date | None, today: date, last: date
) -> Iterator[Refusal]:
    """Refuse a promise that is no day to come."""
    if promised_on is None or not today <= promised_on <= last:
        yield Refusal("experts.promised_day", {"last": last}, "promised_on")


def against_declaration(
    *, is_none: bool, relations: Collection[str], note: str, known: Collection[str]
) -> Iterator[Refusal]:
    """Refuse to accept in silence: relations are named, or it is said that there are none."""
    if not is_none and not relations:
        yield Refusal("experts.nothing_declared", {}, "relations")
    if is_none and relations:
        yield Refusal("experts.declared_both", {}, "relations")
    if set(relations) - set(known):
        yield Refusal("experts.unknown_value", {}, "relations")
    if "other" in relations and not note.strip():
        yield Refusal("experts.required", {}, "note")
    yield from _against_text(note, 500, "note")


def against_declining(*, reason: str, note: str, known: Collection[str]) -> Iterator[Refusal]:
    """Refuse a no without a reason."""
    if reason not in known:
        yield Refusal("experts.unknown_value", {}, "reason")
    if reason == "other" and not note.strip():
        yield Refusal("experts.required", {}, "note")
    yield from _against_text(note, 500, "note")


def against_message(
    *, text: str, links: Iterable[str] = (), is_answer: bool = False, before: int = 0
) -> Iterator[Refusal]:
    """Refuse an empty word, an answer of one line, and a talk without end."""
    least = _LEAST_ANSWER if is_answer else 2
    yield from _against_text(text, _TEXT * (2 if is_answer else 1), "text", least=least)
    yield from against_links(links)
    if before >= MOST_CLARIFICATIONS:
        yield Refusal("experts.too_many_clarifications", {"most": MOST_CLARIFICATIONS})


def against_rating(
    *, rating: int | None, use: str, note: str, known: Collection[str]
) -> Iterator[Refusal]:
    """Refuse half a judgement."""
    if rating not in {1, 2, 3, 4, 5}:
        yield Refusal("experts.unknown_value", {}, "rating")
    if use not in known:
        yield Refusal("experts.unknown_value", {}, "use")
    yield from _against_text(note, 1000, "feedback")


def against_links(links: Iterable[str]) -> Iterator[Refusal]:
    """Refuse what is no public address of the web; nothing is ever fetched from it."""
    said = list(links)
    if len(said) > _MOST_LINKS:
        yield Refusal("experts.too_many", {"limit": _MOST_LINKS}, "links")
    for link in said:
        if not _is_public(link):
            yield Refusal("experts.link", {"link": link[:80]}, "links")


def _is_public(link: str) -> bool:
    if len(link) > _LONGEST_LINK or any(c.isspace() or ord(c) < 33 for c in link):
        return False
    try:
        parts = urlsplit(link)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or parts.username or "\\" in link:
        return False
    return "." in host and not host.endswith(_NAMES_OF_HERE) and not _is_number(host)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.replace(".", "").isdecimal()
    return True


def _against_text(text: str, most: int, place: str, *, least: int = 0) -> Iterator[Refusal]:
    length = len(text.strip())
    if length < least:
        yield Refusal("experts.too_short", {"least": least}, place)
    if length > most:
        yield Refusal("experts.too_long", {"limit": most}, place)
    if _CONTROL.search(text):
        yield Refusal("experts.control_character", {}, place)
