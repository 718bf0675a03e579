"""Is this a document of the standard, and may it be published? Every reason at once."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from yizhan.kernel.refusals import Refusal
from yizhan.listings import rules
from yizhan.listings.content import read_content
from yizhan.listings.details import Content, OfferDetails
from yizhan.listings.services.drafts import against_codes
from yizhan.listings.standard.conversion import content_values
from yizhan.listings.standard.documents import Document
from yizhan.listings.standard.marks import marks_of
from yizhan.listings.standard.problems import Level, Problem, pointer_of
from yizhan.listings.standard.reading import Read, read_document, read_value


def validate(value: Any, *, today: date, kind: str = "") -> list[Problem]:
    """Check a parsed JSON value; nothing is stored."""
    return _judged(read_value(value, kind=kind), today)


def validate_bytes(raw: bytes, *, today: date, kind: str = "") -> list[Problem]:
    """Check one JSON document as it was sent; nothing is stored."""
    return _judged(read_document(raw, kind=kind), today)


def _judged(read: Read, today: date) -> list[Problem]:
    problems = list(read.problems)
    if read.document is not None:
        problems += judge(read.document, today=today)
    return problems


def judge(document: Document, *, today: date) -> list[Problem]:
    """Give what stands against publishing a document that has the right form, and advice."""
    name = document.organisation.name if document.organisation else ""
    return judge_values(
        document.kind, content_values(document), today=today, organisation_name=name
    )


def judge_values(
    kind: str, values: dict[str, Any], *, today: date, organisation_name: str
) -> list[Problem]:
    """Judge values on their way into a listing, whatever file they were read from."""
    content, refusals = read_content(kind, values)
    problems = list(_problems(Level.FORM, refusals))
    if content is None:
        return problems
    problems += _problems(Level.FORM, against_codes(content))
    against = rules.against_submission(
        content, today=today, organisation_name=organisation_name
    )
    said = {problem.pointer for problem in problems}
    problems += [one for one in _problems(Level.RULE, against) if one.pointer not in said]
    problems += _advice(content)
    return problems


def _problems(level: Level, refusals: Iterable[Refusal]) -> Iterator[Problem]:
    for refusal in refusals:
        pointer = pointer_of(*refusal.place.split(".")) if refusal.place else ""
        yield Problem(level=level, code=refusal.code, pointer=pointer, values=refusal.values)


def _advice(content: Content) -> Iterator[Problem]:
    for mark in marks_of(content):
        yield Problem(
            level=Level.ADVICE,
            code="standard.claim",
            pointer=pointer_of(mark.place),
            values={"quote": mark.quote, "advice": mark.advice},
        )
    if isinstance(content.details, OfferDetails):
        for index, right in enumerate(content.details.ip):
            if not rules.patent_number_holds(right.number):
                yield Problem(
                    level=Level.ADVICE,
                    code="standard.check_digit",
                    pointer=pointer_of("ip", index, "number"),
                    values={"number": right.number},
                )
