"""What the text of a contract speaks for: a kind with its reasons, never a decision.

Rights and duties count, wherever they stand; a title counts a quarter, because contracts are
classified by what is agreed and not by their name (技术合同司法解释 42条).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yizhan.contracts.recognition.clauses import Clause
from yizhan.contracts.recognition.conditions import (
    EVERY,
    EXCLUDES,
    MUST,
    REFUSES,
    Branch,
    Condition,
    branches_on,
    subkind_words,
)
from yizhan.contracts.recognition.words import found_in

TITLE, LINE = "title", "line"
MET, OPEN, AGAINST = "met", "open", "against"
HIGH, MEDIUM, LOW, NONE = "high", "medium", "low", "none"
# In quarters, so that no fraction is needed: a clause counts four, a title one.
_CLAUSE, _TITLE, _EXCLUDED = 4, 1, 10
_QUOTES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A line of a mixed contract: what is done, for how much, and what the seller calls it."""

    text: str
    amount: Decimal
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that is known of a contract when it is read; `day` is that of its acceptance."""

    day: date
    title: str
    signed_on: date | None = None
    clauses: Sequence[Clause] = ()
    parts: Sequence[Part] = ()
    papers: frozenset[str] = frozenset()
    has_ended_right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A clause with the words in it that count."""

    clause: Clause
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A condition with what the text says to it."""

    condition: Condition
    verdict: str
    speaks_for: tuple[Quote, ...] = ()
    speaks_against: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """How much speaks for one branch."""

    branch: str
    kind: str
    subkind: str
    points: int
    judged: tuple[Judged, ...]

    def of_sort(self, sort: str) -> list[Judged]:
        """Return the judged conditions of one sort."""
        return [one for one in self.judged if one.condition.sort == sort]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What part of a mixed contract a kind has."""

    kind: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposed kind, how sure, and every reason; `kind` is empty where nothing speaks."""

    kind: str
    subkind: str
    sureness: str
    cases: tuple[Case, ...]
    every: Case
    refusals: tuple[Judged, ...]
    exclusions: tuple[Judged, ...]
    shares: tuple[Share, ...] = ()

    @property
    def is_mixed(self) -> bool:
        """Say whether lines of different kinds stand in one contract."""
        return len(self.shares) > 1

    def case_for(self, kind: str) -> list[Case]:
        """Return what was judged of a kind, its branches most supported first."""
        return [case for case in self.cases if case.kind == kind]


def propose(material: Material) -> Proposal:
    """Read the material and say which kind it speaks for, and why."""
    branches = branches_on(material.day, signed_on=material.signed_on)
    judged = {code: _case(branch, material) for code, branch in branches.items()}
    every = judged.pop(EVERY)
    cases = sorted(judged.values(), key=lambda case: -case.points)
    shares = _shares(material, branches)
    best = _best(cases, shares)
    refused = [
        one
        for case in (every, *([best] if best else []))
        for one in case.of_sort(REFUSES)
        if one.verdict == AGAINST
    ]
    excluded = _excluded(cases, best)
    return Proposal(
        kind=best.kind if best else "",
        subkind=_subkind(best, material) if best else "",
        sureness=_sureness(best, cases, refused) if best else NONE,
        cases=tuple(cases),
        every=every,
        refusals=tuple(refused),
        exclusions=tuple(excluded),
        shares=shares,
    )


def _case(branch: Branch, material: Material) -> Case:
    clauses = _all_clauses(material)
    judged = tuple(_judged(one, clauses, material) for one in branch.conditions)
    return Case(
        branch=branch.code,
        kind=branch.kind,
        subkind=branch.subkind,
        points=sum(_points(one) for one in judged),
        judged=judged,
    )


def _all_clauses(material: Material) -> list[Clause]:
    title = Clause(source=TITLE, place="", text=material.title)
    lines = [
        Clause(source=LINE, place=str(count), text=part.text)
        for count, part in enumerate(material.parts, start=1)
        if part.text
    ]
    return [title, *lines, *material.clauses]


def _judged(condition: Condition, clauses: Sequence[Clause], material: Material) -> Judged:
    speaks_for = _quotes(clauses, condition.speaks_for)
    speaks_against = _quotes(clauses, condition.speaks_against)
    if condition.sort != MUST:
        is_hit = bool(speaks_for) or (
            condition.subject == "right_ended" and material.has_ended_right
        )
        verdict = AGAINST if is_hit else MET
    elif speaks_against:
        verdict = AGAINST
    else:
        is_there = bool(speaks_for) or condition.presumed
        is_there = is_there or condition.needs_paper in material.papers
        verdict = MET if is_there else OPEN
    return Judged(
        condition=condition,
        verdict=verdict,
        speaks_for=speaks_for,
        speaks_against=speaks_against,
    )


def _quotes(clauses: Iterable[Clause], terms: tuple[str, ...]) -> tuple[Quote, ...]:
    found = []
    for clause in clauses:
        words = found_in(clause.text, terms)
        if words:
            found.append(Quote(clause=clause, words=words))
            if len(found) == _QUOTES:
                break
    return tuple(found)


def _points(judged: Judged) -> int:
    """Count quarters: at most two clauses for each condition, twice that against."""
    if judged.condition.sort == MUST:
        weight = min(sum(_weight(quote) for quote in judged.speaks_for), 2 * _CLAUSE)
        return weight - 2 * min(
            sum(_weight(quote) for quote in judged.speaks_against), 2 * _CLAUSE
        )
    if judged.condition.sort == EXCLUDES and judged.verdict == AGAINST:
        return -_EXCLUDED if any(_weight(q) > _TITLE for q in judged.speaks_for) else -_TITLE
    return 0


def _weight(quote: Quote) -> int:
    return _TITLE if quote.clause.source == TITLE else _CLAUSE


def _best(cases: Sequence[Case], shares: tuple[Share, ...]) -> Case | None:
    """Take the kind with most of the money where lines part it, else with most reasons."""
    alive = [case for case in cases if case.points > _TITLE]
    if not alive:
        return None
    if len(shares) > 1:
        main = [case for case in alive if case.kind == shares[0].kind]
        if main:
            return main[0]
    return alive[0]


def _shares(material: Material, branches: Mapping[str, Branch]) -> tuple[Share, ...]:
    """Sort the lines by the kind their own words speak for, else by what they are called."""
    sums: dict[str, Decimal] = {}
    for part in material.parts:
        kind = _kind_of_line(part, material, branches)
        if kind:
            sums[kind] = sums.get(kind, Decimal(0)) + part.amount
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Share(kind=kind, amount=amount) for kind, amount in ordered)


def _kind_of_line(part: Part, material: Material, branches: Mapping[str, Branch]) -> str:
    alone = Material(
        day=material.day,
        title="",
        clauses=[Clause(source=LINE, place="", text=part.text)],
    )
    cases = [_case(branch, alone) for code, branch in branches.items() if code != EVERY]
    best = max(cases, key=lambda case: case.points)
    return best.kind if best.points > 0 else part.kind


def _excluded(cases: Sequence[Case], best: Case | None) -> list[Judged]:
    """Return what says that it is not the kind proposed, or no technology contract at all."""
    looked_at = [best] if best else cases
    return [
        one
        for case in looked_at
        for one in case.of_sort(EXCLUDES)
        if one.verdict == AGAINST and one.speaks_for
    ]


def _sureness(best: Case, cases: Sequence[Case], refused: Sequence[Judged]) -> str:
    """High: all that must be there is, nothing speaks against, and no rival comes near."""
    musts = best.of_sort(MUST)
    met = sum(one.verdict == MET for one in musts)
    doubts = any(one.verdict == AGAINST for one in best.judged) or bool(refused)
    rival = max((case.points for case in cases if case.kind != best.kind), default=0)
    if met == len(musts) and not doubts and best.points >= 2 * rival:
        return HIGH
    if 2 * met >= len(musts) and not doubts and best.points > rival:
        return MEDIUM
    return LOW


def _subkind(best: Case, material: Material) -> str:
    if best.subkind:
        return best.subkind
    # An assignment that is a licence by its words keeps the licence's sub-kinds' names.
    tables = subkind_words()[best.branch]
    clauses = _all_clauses(material)
    counts = {
        subkind: sum(bool(found_in(clause.text, words)) for clause in clauses)
        for subkind, words in tables.items()
    }
    most = max(counts.values())
    return next(subkind for subkind, count in counts.items() if count == most) if most else ""
