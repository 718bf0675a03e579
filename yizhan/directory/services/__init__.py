"""What can be done to organisations and memberships: one function for each verb."""

from yizhan.directory.services.accounts import open_account
from yizhan.directory.services.alliances import set_alliance_members
from yizhan.directory.services.invitations import (
    accept_invitation,
    decline_invitation,
    invite_member,
    withdraw_invitation,
)
from yizhan.directory.services.members import (
    add_member,
    approve_member,
    ask_for_role,
    change_role,
    choose_role,
    decline_member,
    remove_member,
)
from yizhan.directory.services.organisations import (
    Profile,
    edit_organisation,
    register_organisation,
)
from yizhan.directory.services.verification import (
    claim_organisation,
    reject_organisation,
    revoke_verification,
    verify_organisation,
)

__all__ = [
    "Profile",
    "accept_invitation",
    "add_member",
    "approve_member",
    "ask_for_role",
    "change_role",
    "choose_role",
    "claim_organisation",
    "decline_invitation",
    "decline_member",
    "edit_organisation",
    "invite_member",
    "open_account",
    "register_organisation",
    "reject_organisation",
    "remove_member",
    "revoke_verification",
    "set_alliance_members",
    "verify_organisation",
    "withdraw_invitation",
]
