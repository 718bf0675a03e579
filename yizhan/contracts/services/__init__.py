"""The verbs of contracts."""

from yizhan.contracts.past.rules import PastContract, PastParty
from yizhan.contracts.past.wording import say as past_sentence
from yizhan.contracts.rules import Deduction, Ruling
from yizhan.contracts.services.amending import (
    apply_amendment,
    decide_amendment,
    decline_amendment,
    file_amendment,
    withdraw_amendment,
)
from yizhan.contracts.services.appealing import (
    decide_appeal,
    dismiss_appeal,
    file_appeal,
    redetermine_contract,
    uphold_appeal,
)
from yizhan.contracts.services.clocks import note_overdue
from yizhan.contracts.services.deciding import (
    countersign_decision,
    propose_decision,
    refuse_contract,
    register_contract,
    second_reasons,
    send_back_proposal,
)
from yizhan.contracts.services.drafts import create_draft, save_draft
from yizhan.contracts.services.ending import cancel_contract, revoke_contract
from yizhan.contracts.services.examining import examine_contract, settle_finding
from yizhan.contracts.services.filing import (
    accept_contract,
    filing_of,
    request_correction,
    submit_contract,
    take_contract,
    withdraw_contract,
)
from yizhan.contracts.services.grants import end_access, grant_access
from yizhan.contracts.services.judging import judge_contract
from yizhan.contracts.services.moving import move_contracts, move_grants
from yizhan.contracts.services.papers import add_paper, open_paper
from yizhan.contracts.services.past import Past, PastAnswer, import_past_contracts

__all__ = [
    "Deduction",
    "Past",
    "PastAnswer",
    "PastContract",
    "PastParty",
    "Ruling",
    "accept_contract",
    "add_paper",
    "apply_amendment",
    "cancel_contract",
    "countersign_decision",
    "create_draft",
    "decide_amendment",
    "decide_appeal",
    "decline_amendment",
    "dismiss_appeal",
    "end_access",
    "examine_contract",
    "file_amendment",
    "file_appeal",
    "filing_of",
    "grant_access",
    "import_past_contracts",
    "judge_contract",
    "move_contracts",
    "move_grants",
    "note_overdue",
    "open_paper",
    "past_sentence",
    "propose_decision",
    "redetermine_contract",
    "refuse_contract",
    "register_contract",
    "request_correction",
    "revoke_contract",
    "save_draft",
    "second_reasons",
    "send_back_proposal",
    "settle_finding",
    "submit_contract",
    "take_contract",
    "uphold_appeal",
    "withdraw_amendment",
    "withdraw_contract",
]
