"""One request as a timeline: what was said and what happened, in one order."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yizhan.audit.queries import entries_of
from yizhan.experts import queries
from yizhan.experts.messages import EVENTS
from yizhan.experts.models import Advice, Declaration
from yizhan.experts.terms import Finding, MessageKind, Relation
from yizhan.web.wording import full_day

# Told by what was said or declared itself, with its words.
_WITH_WORDS = {
    "experts.clarification_asked": MessageKind.CLARIFICATION,
    "experts.clarification_given": MessageKind.REPLY,
    "experts.request_answered": MessageKind.ANSWER,
}
_QUIET = frozenset({"experts.request_read"})
_NONE = _("专家声明没有利益冲突")
_SEEN = _("平台比对：%(finding)s")
_PROMISED = _("约定%(day)s前答复")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One entry: what happened, when, what was said, and on which side it stands."""

    title: Any
    at: datetime
    text: str = ""
    notes: tuple[str, ...] = field(default=())
    links: tuple[str, ...] = field(default=())
    state: str = ""


def record_of(advice: Advice) -> list[Moment]:
    """Return the moments of a request, oldest first, beginning with the question."""
    messages = queries.messages_of(advice=advice)
    said = {kind: [m for m in messages if m.kind == kind] for kind in MessageKind}
    declared = list(advice.declarations.all())
    moments = []
    entries = reversed(list(entries_of(subject_id=advice.id, limit=100)))
    for entry in entries:
        code = entry.code
        if code not in EVENTS:
            continue
        moment: dict[str, Any] = {"title": EVENTS[code], "at": entry.at}
        if code in _QUIET:
            moment["state"] = "minor"
        elif code == "experts.request_sent":
            moment |= {"text": advice.question, "links": tuple(advice.links)}
            moment["notes"] = (advice.background,) if advice.background else ()
        elif code in _WITH_WORDS and said[_WITH_WORDS[code]]:
            message = said[_WITH_WORDS[code]].pop(0)
            moment |= {"text": message.text, "links": tuple(message.links)}
        elif code == "experts.conflict_declared" and declared:
            moment["notes"] = declaration_lines(declared.pop(0))
        else:
            moment["notes"] = _notes(advice, code)
        moments.append(Moment(**moment))
    return moments


def declaration_lines(declared: Declaration) -> tuple[str, ...]:
    """Say what was declared and what the platform saw."""
    lines = [str(Relation(code).label) for code in declared.relations]
    if not lines:
        lines = [str(_NONE)]
    lines += [str(_SEEN) % {"finding": Finding(code).label} for code in declared.findings]
    return (*lines, declared.note) if declared.note else tuple(lines)


def _notes(advice: Advice, code: str) -> tuple[str, ...]:
    if code == "experts.request_declined":
        return tuple(filter(None, (advice.get_decline_reason_display(), advice.decline_note)))
    if code in {"experts.request_accepted", "experts.conflict_waived"} and advice.promised_on:
        return (str(_PROMISED) % {"day": full_day(advice.promised_on)},)
    if code == "experts.request_closed":
        return tuple(
            filter(
                None, (advice.get_rating_display(), advice.get_use_display(), advice.feedback)
            )
        )
    return ()
