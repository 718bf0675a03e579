"""Whether the conditions were answered, and whether the answers bear the decision."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from yizhan.contracts.recognition.conditions import EVERY, MUST, Condition, branches_on
from yizhan.contracts.terms import Answer
from yizhan.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The answer to one condition."""

    answer: str = ""
    note: str = ""


def asked_of(kind: str, subkind: str, *, day: date, signed_on: date | None) -> list[Condition]:
    """Return the conditions of a kind on a day, what is asked of every contract first."""
    branches = branches_on(day, signed_on=signed_on)
    own = [branch for branch in branches.values() if branch.kind == kind and kind]
    exact = [branch for branch in own if branch.subkind and branch.subkind == subkind]
    licence = [branch for branch in own if branch.code == "licence"]
    # Before licences had a name of their own, an assignment may be either.
    is_licence = licence and subkind.startswith(_LICENCE_WORDS)
    plain = [branch for branch in own if branch.code == kind]
    chosen = exact or (licence if is_licence else plain)
    return [*branches[EVERY].conditions, *(one for b in chosen for one in b.conditions)]


_LICENCE_WORDS = ("patent_exclusive", "patent_sole", "patent_ordinary", "know_how_l", "other_l")


def against_checklist(asked: list[Condition], given: Mapping[str, Given]) -> Iterator[Refusal]:
    """Name every condition left open, and every "no" that a registration cannot bear."""
    for condition in asked:
        answered = given.get(condition.id, Given())
        place = f"answer_{condition.id}"
        if answered.answer not in Answer.values:
            yield Refusal("contracts.condition_open", {}, place=place)
        elif answered.answer == Answer.NO:
            yield Refusal("contracts.condition_not_met", {}, place=place)
        elif answered.answer == Answer.UNUSED and _weighs(condition) and not answered.note:
            yield Refusal("contracts.condition_needs_note", {}, place=place)
    known = {condition.id for condition in asked}
    for identifier in given:
        if identifier not in known:
            yield Refusal("contracts.condition_unknown", {"condition": identifier})


def _weighs(condition: Condition) -> bool:
    """Say whether setting a condition aside needs a word: what must be there does."""
    return condition.sort == MUST
