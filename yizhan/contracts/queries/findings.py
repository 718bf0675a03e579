"""What the rules found, how often they were right, and whether offices agree."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yizhan.contracts.models import Contract, Decision, Finding, Office, Reading
from yizhan.contracts.permissions import visible_to
from yizhan.contracts.queries.subjects import alike
from yizhan.contracts.stages import Stage
from yizhan.contracts.terms import FindingState
from yizhan.kernel.actors import Actor

NEAR, MOST_NEAR = 55, 6
_MOST_PAIRS = 400
_RESULTS = frozenset({Stage.REGISTERED, Stage.REFUSED, Stage.CANCELLED, Stage.REVOKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How a rule has fared: a rate is None while nobody has settled anything."""

    open: int
    confirmed: int
    dismissed: int
    gone: int

    @property
    def false_rate(self) -> int | None:
        """Return how many of a hundred settled findings were false."""
        settled = self.confirmed + self.dismissed
        return 100 * self.dismissed // settled if settled else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A decided contract of like text; `is_seen` says whether its file may be read."""

    contract: Contract
    decision: Decision | None
    share: int
    is_seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two decided contracts with the same text."""

    first: Contract
    second: Contract
    is_different: bool
    in_two_offices: bool


def findings_of(contract: Contract) -> QuerySet[Finding]:
    """Return what was found in a contract and still stands, or was settled by a person."""
    return contract.findings.exclude(state=FindingState.GONE)


def records(*, actor: Actor) -> Mapping[tuple[str, int], Record]:
    """Count by rule and version what became of the findings within the actor's sight."""
    rows = Finding.objects.filter(contract__in=visible_to(actor)).order_by()
    counted = rows.values("card", "card_version").annotate(
        **{state: Count("pk", filter=Q(state=state)) for state in FindingState.values}
    )
    found: list[Any] = list(counted)
    return {
        (row["card"], row["card_version"]): Record(
            **{state: row[state] for state in FindingState.values}
        )
        for row in found
    }


def earlier_decisions(*, actor: Actor, contract: Contract, reading: Reading) -> list[Earlier]:
    """Return decided contracts with a like text, nearest first, wherever they were decided."""
    near = dict(alike(contract.id, reading.sketch, least=NEAR))
    rows = Contract.objects.filter(id__in=near, stage__in=_RESULTS).select_related("office")
    seen = set(visible_to(actor).filter(id__in=near).values_list("id", flat=True))
    last = last_decisions(rows)
    found = [
        Earlier(
            contract=row,
            decision=last.get(row.id),
            share=near[row.id],
            is_seen=row.id in seen,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.share, one.contract.serial))[:MOST_NEAR]


def last_decisions(rows: Iterable[Contract]) -> dict[UUID, Decision]:
    """Return the last act on each contract that settled its kind or refused it."""
    acts = Decision.objects.filter(
        contract__in=[row.id for row in rows], act__in=("register", "refuse", "amend")
    )
    return {decision.contract_id: decision for decision in acts.order_by("position")}


def same_texts(*, actor: Actor) -> list[Pair]:
    """Pair decided contracts of the same text, one of them at least within sight."""
    seen = visible_to(actor).filter(stage__in=_RESULTS)
    rows = Reading.objects.filter(contract__in=seen).exclude(twins=[])
    readings = list(rows.order_by("-read_at")[:_MOST_PAIRS])
    wanted = {row.contract_id for row in readings} | {one for r in readings for one in r.twins}
    decided = _decided(wanted)
    pairs: dict[frozenset[UUID], Pair] = {}
    for reading in readings:
        for twin in reading.twins:
            if reading.contract_id in decided and twin in decided:
                key = frozenset({reading.contract_id, twin})
                pairs.setdefault(key, _pair(decided[reading.contract_id], decided[twin]))
    return sorted(pairs.values(), key=lambda pair: (not pair.is_different, pair.first.serial))


def by_office(pairs: Sequence[Pair]) -> list[tuple[str, int, int]]:
    """Count for each office its pairs with others and those that differ, most first."""
    sums: dict[Office | None, list[int]] = defaultdict(lambda: [0, 0])
    for pair in pairs:
        for office in {pair.first.office, pair.second.office}:
            sums[office][0] += 1
            sums[office][1] += pair.is_different
    rows = [(str(office), total, different) for office, (total, different) in sums.items()]
    return sorted(rows, key=lambda row: (-row[2], -row[1], row[0]))


def _decided(ids: Iterable[UUID]) -> dict[UUID, Contract]:
    rows = Contract.objects.filter(id__in=list(ids), stage__in=_RESULTS)
    return {row.id: row for row in rows.select_related("office")}


def _pair(first: Contract, second: Contract) -> Pair:
    return Pair(
        first=first,
        second=second,
        is_different=_result(first) != _result(second),
        in_two_offices=first.office_id != second.office_id,
    )


def _result(contract: Contract) -> tuple[bool, str]:
    """What must be the same: registered or not, and as which kind."""
    is_registered = contract.stage != Stage.REFUSED
    return is_registered, contract.kind if is_registered else ""
