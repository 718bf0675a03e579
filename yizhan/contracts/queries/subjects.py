"""A contract as the anomaly rules see it, and the contracts to compare it with."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from yizhan.contracts.anomalies.subjects import (
    Around,
    PartyFacts,
    RightFacts,
    Spread,
    Subject,
    spread_of,
)
from yizhan.contracts.models import Contract, Party, Reading
from yizhan.contracts.recognition.sketch import Sketch, likeness
from yizhan.contracts.stages import LIVE
from yizhan.contracts.terms import Side
from yizhan.policy.queries import Silent, lawbook

MOST = 60
YEARS_OF_VALUES, MOST_VALUES = 3, 400
TWIN = 85
_SHARING = """
SELECT contract_id FROM contracts_reading
WHERE sketch && %s::bigint[] AND contract_id <> %s LIMIT %s
"""
# The smallest hashes decide the likeness; a handful finds every text that is near.
_KEYS = 16


def subject_of(contract: Contract) -> Subject:
    """Read one contract with its parties, rights and sketch."""
    return _subject(contract, _sketches([contract.id]))


def around(contract: Contract, subject: Subject) -> Around:
    """Return the neighbours of a contract, the spread of values, and the law's thresholds."""
    ids = {*_of_same_parties(contract), *sharing_text(contract.id, subject.sketch)}
    rows = _with_parts(Contract.objects.filter(id__in=sorted(ids)[:MOST], stage__in=LIVE))
    sketches = _sketches(ids)
    return Around(
        contracts=[_subject(row, sketches) for row in rows],
        spread=_spread(contract),
        thresholds=thresholds_on(subject.filed_on),
    )


def thresholds_on(day: date) -> list[Decimal]:
    """Return the sums of the day's law that something hangs on, each once."""
    found = set()
    for key in ("registration.large_contract", "transfer_income.exempt"):
        try:
            found.add(Decimal(lawbook().on(key, day).value))
        except Silent:  # that law had no such mark yet
            continue
    return sorted(found)


def sharing_text(contract_id: UUID, sketch: Sequence[int]) -> list[UUID]:
    """Name contracts whose sketch shares some of the smallest hashes, nearest not first."""
    if not sketch:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SHARING, [list(sketch[:_KEYS]), contract_id, MOST])
        return [row[0] for row in cursor.fetchall()]


def alike(contract_id: UUID, sketch: Sequence[int], *, least: int) -> list[tuple[UUID, int]]:
    """Return contracts with at least so many percent of the text in common, nearest first."""
    shared = sharing_text(contract_id, sketch)
    rows = Reading.objects.filter(contract_id__in=shared)
    measured = [(row.contract_id, likeness(sketch, row.sketch)) for row in rows]
    near = [(other, share) for other, share in measured if share >= least]
    return sorted(near, key=lambda pair: (-pair[1], pair[0]))


def _of_same_parties(contract: Contract) -> list[UUID]:
    sellers = [one for one in contract.parties.all() if one.side == Side.SELLER]
    codes = [one.uscc for one in sellers if one.uscc]
    names = [one.name for one in sellers if not one.uscc]
    same = Party.objects.filter(Q(uscc__in=codes) | Q(name__in=names), side=Side.SELLER)
    rows = same.exclude(contract=contract).order_by("-contract_id")
    return list(rows.values_list("contract_id", flat=True)[:MOST])


def _with_parts(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    return rows.select_related("office").prefetch_related("parties", "ip")


def _sketches(ids: Iterable[UUID]) -> dict[UUID, Sketch]:
    rows = Reading.objects.filter(contract_id__in=list(ids)).values_list(
        "contract_id", "sketch"
    )
    return {contract_id: tuple(sketch) for contract_id, sketch in rows}


def _subject(contract: Contract, sketches: dict[UUID, Sketch]) -> Subject:
    filed = contract.submitted_at or contract.created_at
    parties = list(contract.parties.all())
    return Subject(
        id=contract.id,
        title=contract.title,
        filed_on=localdate(filed),
        kind=contract.kind,
        field=contract.field,
        ip_type=contract.ip_type,
        office=str(contract.office or ""),
        value=contract.contract_value,
        amount=contract.claimed_amount,
        signed_on=contract.signed_on,
        effective_from=contract.effective_from,
        effective_until=contract.effective_until,
        is_related_party=contract.is_related_party,
        sellers=[_party(one) for one in parties if one.side == Side.SELLER],
        buyers=[_party(one) for one in parties if one.side == Side.BUYER],
        rights=[
            RightFacts(
                type=right.type,
                number=right.number,
                status=right.status,
                expires_on=right.expires_on,
            )
            for right in contract.ip.all()
        ],
        sketch=sketches.get(contract.id, ()),
    )


def _party(party: Party) -> PartyFacts:
    return PartyFacts(
        name=party.name,
        uscc=party.uscc,
        country=party.country,
        region=str(party.region_id or ""),
        legal_representative=party.legal_representative,
        address=party.address,
        phone=party.phone,
    )


def _spread(contract: Contract) -> Spread | None:
    if not contract.kind or not contract.field:
        return None
    day = localdate(contract.submitted_at or contract.created_at)
    since = day - timedelta(days=365 * YEARS_OF_VALUES)
    values = Contract.objects.filter(
        kind=contract.kind, field=contract.field, registered_on__gt=since, contract_value__gt=0
    ).exclude(id=contract.id)
    newest = values.order_by("-registered_on").values_list("contract_value", flat=True)
    return spread_of(list(newest[:MOST_VALUES]))
