"""What can be done to profiles and requests: one function for each verb."""

from yizhan.experts.services.answering import (
    accept_request,
    answer_request,
    ask_back,
    decline_request,
    disclose_conflict,
)
from yizhan.experts.services.asking import Question, send_requests
from yizhan.experts.services.bulk import ImportedExpert, PreparedRow, prepare_experts
from yizhan.experts.services.clocks import (
    due_advice,
    due_expert,
    fade_expert,
    lapse_request,
    leave_home,
    remind_expert,
    remind_request,
    return_request,
    settle_request,
)
from yizhan.experts.services.deciding import (
    add_to_request,
    close_request,
    proceed_request,
    read_as_supervisor,
    withdraw_request,
)
from yizhan.experts.services.merging import move_requests
from yizhan.experts.services.needs import LinkedNeed, linked_need, register_need_reader
from yizhan.experts.services.profiles import (
    claim_profile,
    edit_expert,
    open_profile,
)
from yizhan.experts.services.steps import (
    erase_expert,
    pause_expert,
    renew_expert,
    resume_expert,
    return_expert,
    revise_expert,
    submit_expert,
    vouch_expert,
    withdraw_expert,
)

__all__ = [
    "ImportedExpert",
    "LinkedNeed",
    "PreparedRow",
    "Question",
    "accept_request",
    "add_to_request",
    "answer_request",
    "ask_back",
    "claim_profile",
    "close_request",
    "decline_request",
    "disclose_conflict",
    "due_advice",
    "due_expert",
    "edit_expert",
    "erase_expert",
    "fade_expert",
    "lapse_request",
    "leave_home",
    "linked_need",
    "move_requests",
    "open_profile",
    "pause_expert",
    "prepare_experts",
    "proceed_request",
    "read_as_supervisor",
    "register_need_reader",
    "remind_expert",
    "remind_request",
    "renew_expert",
    "resume_expert",
    "return_expert",
    "return_request",
    "revise_expert",
    "send_requests",
    "settle_request",
    "submit_expert",
    "vouch_expert",
    "withdraw_expert",
    "withdraw_request",
]
