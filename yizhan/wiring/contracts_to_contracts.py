"""A contract that is filed or changed is read, and every rule asks it anew."""

from datetime import datetime

from yizhan.audit.services import react
from yizhan.contracts.facts import ContractAccepted, ContractAmended, ContractSubmitted
from yizhan.contracts.services import examine_contract
from yizhan.kernel.facts import Fact


def connect() -> None:
    """Examine in the transaction of the step, so that nobody sees a contract unread."""
    for kind in (ContractSubmitted, ContractAccepted, ContractAmended):
        react(kind, examine)


def examine(fact: Fact, at: datetime) -> None:
    """Read the contract and store what the rules find."""
    examine_contract(contract_id=fact.subject_id, at=at)
