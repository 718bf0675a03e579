"""What can be done to organisations and memberships: one function for each verb."""

from yizhan.directory.services.accounts import open_account
from yizhan.directory.services.alliances import (
    accept_seat,
    change_part,
    decline_seat,
    leave_seat,
    offer_seat,
    set_alliance_members,
    withdraw_seat,
)
from yizhan.directory.services.claim_codes import code_for
from yizhan.directory.services.claim_ends import (
    expire_claim,
    grant_claim,
    lose_claims,
    refuse_claim,
)
from yizhan.directory.services.claims import (
    confirm_claim,
    prove_claim,
    start_claim,
    withdraw_claim,
)
from yizhan.directory.services.designations import Grant, end_title, give_title
from yizhan.directory.services.duplicates import note_all_duplicates, note_duplicates
from yizhan.directory.services.invitations import (
    accept_invitation,
    decline_invitation,
    invite_member,
    withdraw_invitation,
)
from yizhan.directory.services.keys import make_key, revoke_key, rotate_key
from yizhan.directory.services.members import (
    add_member,
    approve_member,
    ask_for_role,
    change_role,
    choose_role,
    decline_member,
    hand_over,
    remove_member,
)
from yizhan.directory.services.merging import dismiss_pair, merge_organisations
from yizhan.directory.services.organisations import (
    Profile,
    edit_organisation,
    register_organisation,
)
from yizhan.directory.services.papers import ROOM, add_paper, discard_papers, open_paper
from yizhan.directory.services.relations import (
    Absorption,
    Mover,
    moves_column,
    register_history,
    register_relation,
    registered,
    relations,
    stale_relations,
    unknown_relations,
)
from yizhan.directory.services.verification import (
    claim_organisation,
    reject_organisation,
    revoke_verification,
    verify_organisation,
)

__all__ = [
    "ROOM",
    "Absorption",
    "Grant",
    "Mover",
    "Profile",
    "accept_invitation",
    "accept_seat",
    "add_member",
    "add_paper",
    "approve_member",
    "ask_for_role",
    "change_part",
    "change_role",
    "choose_role",
    "claim_organisation",
    "code_for",
    "confirm_claim",
    "decline_invitation",
    "decline_member",
    "decline_seat",
    "discard_papers",
    "dismiss_pair",
    "edit_organisation",
    "end_title",
    "expire_claim",
    "give_title",
    "grant_claim",
    "hand_over",
    "invite_member",
    "leave_seat",
    "lose_claims",
    "make_key",
    "merge_organisations",
    "moves_column",
    "note_all_duplicates",
    "note_duplicates",
    "offer_seat",
    "open_account",
    "open_paper",
    "prove_claim",
    "refuse_claim",
    "register_history",
    "register_organisation",
    "register_relation",
    "registered",
    "reject_organisation",
    "relations",
    "remove_member",
    "revoke_key",
    "revoke_verification",
    "rotate_key",
    "set_alliance_members",
    "stale_relations",
    "start_claim",
    "unknown_relations",
    "verify_organisation",
    "withdraw_claim",
    "withdraw_invitation",
    "withdraw_seat",
]
