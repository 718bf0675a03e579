"""What the filer's pages ask: offices to choose from, who may object, who may be granted."""

from datetime import datetime

from yizhan.contracts.models import Contract
from yizhan.contracts.permissions import is_party
from yizhan.contracts.queries.contracts import decisions_of, grant_holders, offices
from yizhan.contracts.stages import TAX, AppealStage, Stage
from yizhan.contracts.terms import Act
from yizhan.kernel.actors import Actor

_OPEN_TO_OBJECTION = frozenset({Stage.REGISTERED, Stage.REFUSED})


def office_choices() -> list[tuple[int, str]]:
    """List the offices that take contracts on, by number."""
    return [(office.pk, office.name) for office in offices()]


def may_object(*, actor: Actor, contract: Contract, at: datetime) -> bool:
    """Say whether the page offers an objection; whether it comes in time, the verb says."""
    if contract.stage not in _OPEN_TO_OBJECTION or contract.decided_at is None:
        return False
    if contract.appeals.filter(stage=AppealStage.FILED).exists():
        return False
    return may_ever_object(actor=actor, contract=contract, at=at)


def may_ever_object(*, actor: Actor, contract: Contract, at: datetime) -> bool:
    """Say whether the actor is a party, or a tax or finance office that may read."""
    if is_party(actor, contract):
        return True
    return actor.may(TAX) and actor.organisation_id in grant_holders(contract, at=at)


def asked_corrections(contract: Contract) -> dict[str, str]:
    """Return what the office wrote at each place while it waits for a correction."""
    if contract.stage != Stage.CORRECTION:
        return {}
    last = next((d for d in reversed(decisions_of(contract)) if d.act == Act.CORRECT), None)
    places = last.checklist.get("places", []) if last else []
    return {str(place).partition(".")[0]: last.reasons for place in places} if last else {}
