"""Reading a contract and putting the rules' questions to it; settling what they found."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.contracts import permissions
from yizhan.contracts.anomalies.cards import Found, cards, examine
from yizhan.contracts.facts import FindingSettled
from yizhan.contracts.models import Contract, Finding, Reading
from yizhan.contracts.queries.subjects import TWIN, alike, around, subject_of
from yizhan.contracts.recognition.clauses import Clause, clauses_of
from yizhan.contracts.recognition.reading import READABLE, text_of
from yizhan.contracts.recognition.sketch import sketch_of
from yizhan.contracts.services.files import content_of
from yizhan.contracts.services.steps import fact_values, person_of
from yizhan.contracts.terms import FindingState, PaperKind
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused

_TEXTS = (PaperKind.CONTRACT_TEXT, PaperKind.ATTACHMENT)
_LIMIT = 4_000
_AGAIN = frozenset({FindingState.OPEN, FindingState.GONE})


@transaction.atomic
def examine_contract(*, contract_id: UUID, at: datetime) -> list[Finding]:
    """Read the papers of a filed contract and store what the rules find, old answers kept."""
    contract = Contract.objects.prefetch_related("parties", "ip", "lines", "papers").get(
        id=contract_id
    )
    _read(contract, at)
    subject = subject_of(contract)
    found = examine(subject, around(contract, subject))
    return _store(contract, found, at)


@transaction.atomic
def settle_finding(
    *, actor: Actor, contract_id: UUID, finding_id: UUID, state: str, reason: str, at: datetime
) -> Finding:
    """Confirm or dismiss a finding, with a reason; the last word stands."""
    contract = permissions.visible_to(actor).get(id=contract_id)
    if not permissions.is_registrar(actor, contract):
        raise PermissionDenied
    finding = contract.findings.select_for_update().get(id=finding_id)
    if permissions.has_interest(actor, contract):
        raise Refused([Refusal("contracts.own_contract")])
    if state not in {FindingState.CONFIRMED, FindingState.DISMISSED}:
        raise Refused([Refusal("contracts.finding_answer_unknown", {}, "state")])
    if not reason.strip():
        raise Refused([Refusal("contracts.finding_reason_missing", {}, "reason")])
    finding.state, finding.reason = state, reason.strip()[:_LIMIT]
    finding.settled_by, finding.settled_label = person_of(actor), actor.label[:250]
    finding.settled_at = at
    finding.save(update_fields=["state", "reason", "settled_by", "settled_label", "settled_at"])
    record(
        FindingSettled(card=finding.card, state=state, **fact_values(contract)),
        actor=actor,
        at=at,
    )
    return finding


def _read(contract: Contract, at: datetime) -> Reading:
    clauses: list[Clause] = []
    unread: list[str] = []
    for paper in _newest(contract):
        content = content_of(paper.file_sha256) if paper.file_type in READABLE else b""
        text = text_of(content, paper.file_type)
        if text.strip():
            clauses += clauses_of(text, source=paper.name)
        else:
            unread.append(paper.name)
    sketch = sketch_of(" ".join([*_lines(contract), *(clause.text for clause in clauses)]))
    twins = alike(contract.id, sketch, least=TWIN)
    reading, _created = Reading.objects.update_or_create(
        contract=contract,
        defaults={
            "clauses": [asdict(clause) for clause in clauses],
            "unread": unread,
            "sketch": list(sketch),
            "twins": [other for other, _share in twins],
            "read_at": at,
        },
    )
    _tell_twins(contract, [other for other, _share in twins])
    return reading


def _tell_twins(contract: Contract, twins: list[UUID]) -> None:
    """Let the earlier ones know too, so that a pair is found from whichever side is seen."""
    unaware = Reading.objects.filter(contract_id__in=twins).exclude(
        twins__contains=[contract.id]
    )
    # In one order, so that two filings of one text never wait for each other.
    for reading in unaware.order_by("contract_id").select_for_update():
        reading.twins.append(contract.id)
        reading.save(update_fields=["twins"])


def _newest(contract: Contract) -> Iterable[Any]:
    """Return the newest version of each paper that holds the text of the contract."""
    newest: dict[tuple[str, str], Any] = {}
    for paper in contract.papers.all():
        place = (paper.kind, paper.name)
        if paper.kind in _TEXTS and (
            place not in newest or newest[place].version < paper.version
        ):
            newest[place] = paper
    return newest.values()


def _lines(contract: Contract) -> list[str]:
    return [line.description for line in contract.lines.all()]


def _store(contract: Contract, found: list[Found], at: datetime) -> list[Finding]:
    kept = []
    for one in found:
        finding, _created = Finding.objects.get_or_create(
            contract=contract,
            card=one.card.code,
            card_version=one.card.version,
            key=_key(one.hit.values, one.hit.others),
            defaults={"found_at": at, **_said(one)},
        )
        if finding.state in _AGAIN:
            finding.state = FindingState.OPEN
            finding.values, finding.others = dict(one.hit.values), list(one.hit.others)
            finding.save(update_fields=["state", "values", "others"])
        kept.append(finding)
    live = {card.code: card.version for card in cards().values()}
    gone = contract.findings.filter(state=FindingState.OPEN, card__in=live)
    gone.exclude(id__in=[one.id for one in kept]).update(state=FindingState.GONE)
    return kept


def _said(found: Found) -> dict[str, Any]:
    return {"values": dict(found.hit.values), "others": list(found.hit.others)}


def _key(values: Mapping[str, str], others: Iterable[UUID]) -> str:
    """Tell two answers of one rule apart by what they are about, not by its measure."""
    about = [values.get(name, "") for name in ("number", "party", "seller", "buyer")]
    said = "|".join([*about, *sorted(map(str, others))])
    return hashlib.sha256(said.encode()).hexdigest()
