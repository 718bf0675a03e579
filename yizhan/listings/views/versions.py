"""Two versions of a listing side by side, and what was decided on each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yizhan.kernel.actors import Actor
from yizhan.listings import permissions, queries, tables
from yizhan.listings.checklists import edition_called
from yizhan.listings.models import Decision, Listing, Submission
from yizhan.listings.rules.changes import changed_spans
from yizhan.listings.terms import Answer, FieldName, Verdict, Visibility
from yizhan.listings.views.comparing import said
from yizhan.listings.views.finding import found
from yizhan.listings.views.reviewing import questions_of
from yizhan.web.access import SIGNED_IN, requires

_MERGED = {"price_min": "price", "price_max": "price"}
_ANSWER_TONES = {Answer.YES: "ok", Answer.NO: "bad"}


@require_safe
@requires(SIGNED_IN)
def listing_versions(request: HttpRequest, actor: Actor, listing_id: UUID) -> HttpResponse:
    """Compare two versions for those who may read every field; nobody else compares."""
    listing = found(actor, listing_id)
    if not permissions.reads_all(actor, listing):
        raise PermissionDenied
    versions = queries.submissions_of(listing)
    newer = _asked(request, "to", versions) or (versions[0] if versions else None)
    older = _asked(request, "from", versions) or _before(listing, newer, versions)
    context = {
        "listing": listing,
        "badge": tables.badge_of(listing.kind, listing.stage),
        "versions": versions,
        "newer": newer,
        "older": older,
        "choices": [("from", older, _("较早版本")), ("to", newer, _("较新版本"))],
        "rows": list(_rows(older, newer)) if older and newer else [],
        "decisions": list(_decisions(listing, actor)),
        "content_lang": "zh-CN" if listing.language == "zh-hans" else "en",
        "is_supervising": permissions.is_reviewer(actor, listing),
    }
    return TemplateResponse(request, "listings/versions.html", context)


def _asked(
    request: HttpRequest, name: str, versions: Sequence[Submission]
) -> Submission | None:
    text = request.GET.get(name, "")
    return next((row for row in versions if str(row.number) == text), None)


def _before(
    listing: Listing, newer: Submission | None, versions: Sequence[Submission]
) -> Submission | None:
    """Take what stood in public before, else simply the version before."""
    if newer is None:
        return None
    public = queries.published_before(listing, newer.number)
    return public or next((row for row in versions if row.number < newer.number), None)


def _rows(older: Submission, newer: Submission) -> Iterator[dict[str, Any]]:
    left, right = queries.flat_content(older), queries.flat_content(newer)
    for name in FieldName.values:
        before, after = left.get(name), right.get(name)
        if before == after or (not before and not after):
            continue
        yield {
            "label": _label(name, newer.content["kind"]),
            "level": _level(name, left, right),
            "pairs": list(_pairs(name, before, after)),
        }


def _pairs(name: str, before: Any, after: Any) -> Iterator[tuple[Any, Any]]:
    """Give the two sides in marked pieces; tables row by row, text as a whole."""
    if name not in {"indicators", "trl_evidence", "ip"}:
        yield changed_spans(_said(name, before), _said(name, after))
        return
    old, new = _by_name(name, before or []), _by_name(name, after or [])
    for key in dict.fromkeys([*old, *new]):
        gone, come = old.get(key, ""), new.get(key, "")
        if gone != come:
            yield changed_spans(gone, come)


def _by_name(name: str, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, int], str]:
    """Key each row by what it is about, so that a row put in between moves no other."""
    found: dict[tuple[str, int], str] = {}
    for row in rows:
        about = str(row.get("name") or row.get("level") or row.get("number") or "")
        count = sum(key[0] == about for key in found)
        found[about, count] = said(name, [row])
    return found


def _said(name: str, value: Any) -> str:
    text = said(name, value)
    return "" if text == "—" else text


def _label(name: str, kind: str) -> str:
    return tables.price_label(kind) if name == "price_min" else str(FieldName(name).label)


def _level(name: str, left: Mapping[str, Any], right: Mapping[str, Any]) -> str:
    """Say who else may read the field, by the stricter of the two versions."""
    field = _MERGED.get(name, name)
    levels = {side["visibility"].get(field, "") for side in (left, right)}
    for level in (Visibility.PARTIES_ONLY, Visibility.AFTER_CONTACT):
        if level in levels:
            return level.value
    return ""


def _decisions(listing: Listing, actor: Actor) -> Iterator[dict[str, Any]]:
    """Say what was decided; the owner hears what to mend, a supervisor every answer."""
    sees_all = permissions.is_reviewer(actor, listing)
    for decision in queries.decisions_of(listing):
        if not sees_all and decision.verdict == Verdict.PROPOSED:
            continue
        questions = questions_of(edition_called(decision.edition))
        rows = [row for row in decision.answers if sees_all or row["answer"] == Answer.NO]
        yield {
            "decision": decision,
            "verdict": Verdict(decision.verdict).label,
            "tone": "warn" if decision.verdict == Verdict.RETURNED else "",
            "answers": [_answer(row, questions) for row in rows],
            "reasons": _reasons(decision),
        }


def _answer(row: Mapping[str, str], questions: Mapping[str, str]) -> dict[str, Any]:
    machine = row["machine"]
    return {
        "question": questions.get(row["code"], row["code"]),
        "answer": Answer(row["answer"]).label if row["answer"] in Answer.values else "—",
        "tone": _ANSWER_TONES.get(Answer(row["answer"])) if row["answer"] else "",
        "machine": Answer(machine).label if machine and machine != row["answer"] else "",
        "note": row["note"],
    }


def _reasons(decision: Decision) -> list[tuple[str, str]]:
    return [
        (str(FieldName(name).label), text)
        for name, text in decision.reasons.items()
        if name in FieldName.values
    ]
