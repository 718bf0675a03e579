"""A stored contract in the shapes that recognition reads."""

from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate

from yizhan.contracts.models import Contract, Reading
from yizhan.contracts.recognition.clauses import Clause
from yizhan.contracts.recognition.deductions import CostLine
from yizhan.contracts.recognition.preview import Taxed
from yizhan.contracts.recognition.proposing import Material, Part
from yizhan.contracts.terms import IpStatus

_ENDED = frozenset({IpStatus.EXPIRED, IpStatus.INVALID})


def law_day(contract: Contract, *, today: date) -> date:
    """Return the day whose rules judge the contract: its acceptance, or today until then."""
    return localdate(contract.accepted_at) if contract.accepted_at else today


def reading_of(contract: Contract) -> Reading | None:
    """Return what was read in the contract's papers, if anybody has read them yet."""
    return Reading.objects.filter(contract=contract).first()


def material_of(contract: Contract, reading: Reading | None, *, day: date) -> Material:
    """Gather all that recognition looks at."""
    clauses = [Clause(**row) for row in reading.clauses] if reading else []
    signed = contract.signed_on or day
    return Material(
        day=day,
        title=contract.title,
        signed_on=contract.signed_on,
        clauses=clauses,
        parts=[
            Part(text=line.description, amount=line.amount, kind=line.kind)
            for line in contract.lines.all()
        ],
        papers=frozenset(paper.kind for paper in contract.papers.all()),
        has_ended_right=any(
            right.status in _ENDED
            or (right.expires_on is not None and right.expires_on < signed)
            for right in contract.ip.all()
        ),
    )


def cost_lines(contract: Contract) -> list[CostLine]:
    """Return the cost lines in the order their deductions are numbered."""
    return [
        CostLine(
            position=index,
            kind=cost.kind,
            description=cost.description,
            quantity=cost.quantity,
            unit=cost.unit,
            amount=cost.amount,
            is_claimed=cost.is_within_reason,
            claim=cost.claimed_reason,
            decided=cost.decided_deduction,
            decided_reason=cost.decided_reason,
        )
        for index, cost in enumerate(contract.costs.all())
    ]


def taxed(
    contract: Contract, *, kind: str, subkind: str, amount: Decimal, today: date
) -> Taxed:
    """Return what the file says that taxes depend on, as the kind it is recognised as."""
    return Taxed(
        kind=kind,
        subkind=subkind,
        ip_type=contract.ip_type,
        value=contract.contract_value,
        amount=amount,
        signed_on=contract.signed_on or today,
        income_on=max(contract.signed_on or today, law_day(contract, today=today)),
        effective_from=contract.effective_from,
        effective_until=contract.effective_until,
        is_cross_border=contract.is_foreign,
        is_state_funded=contract.is_state_funded,
        export_list=str(contract.screening.get("list") or ""),
    )
