"""The verbs of contracts."""

from yizhan.contracts.past.rules import PastContract, PastParty
from yizhan.contracts.past.wording import say as past_sentence
from yizhan.contracts.services.moving import move_contracts, move_grants
from yizhan.contracts.services.past import Past, PastAnswer, import_past_contracts

__all__ = [
    "Past",
    "PastAnswer",
    "PastContract",
    "PastParty",
    "import_past_contracts",
    "move_contracts",
    "move_grants",
    "past_sentence",
]
