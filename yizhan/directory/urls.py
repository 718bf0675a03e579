"""Addresses of the directory: include at the root, inside i18n_patterns."""

from django.urls import path

from yizhan.directory.views import members, organisations, roles, verification
from yizhan.web.downloads import TABLE_TYPES

app_name = "directory"
_ONE = "organisations/<uuid:organisation_id>/"
urlpatterns = [
    path("organisations/", organisations.organisation_list, name="organisation-list"),
    path("organisations/new/", organisations.organisation_new, name="organisation-new"),
    *[
        path(
            f"organisations/export/{form}/",
            organisations.organisation_export,
            {"form": form},
            name=f"organisation-export-{form}",
        )
        for form in TABLE_TYPES
    ],
    path(_ONE, organisations.organisation_detail, name="organisation-detail"),
    path(f"{_ONE}edit/", organisations.organisation_edit, name="organisation-edit"),
    path(f"{_ONE}members/", members.organisation_members, name="organisation-members"),
    path(f"{_ONE}ask/", members.organisation_ask, name="organisation-ask"),
    path(f"{_ONE}alliance/", members.alliance_edit, name="alliance-edit"),
    path(f"{_ONE}claim/", verification.organisation_claim, name="organisation-claim"),
    *[
        path(
            f"{_ONE}{step}/",
            verification.organisation_judge,
            {"step": step},
            name=f"organisation-{step}",
        )
        for step in verification.VERBS
    ],
    path("verifications/", verification.verification_queue, name="verification-queue"),
    *[
        path(
            f"memberships/<uuid:membership_id>/{step}/",
            members.membership_step,
            {"step": step},
            name=f"membership-{step}",
        )
        for step in members.VERBS
    ],
    path(
        "memberships/<uuid:membership_id>/change-role/",
        members.membership_change_role,
        name="membership-change-role",
    ),
    path(
        "invitations/<uuid:invitation_id>/withdraw/",
        members.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path(
        "invitations/<uuid:invitation_id>/accept/",
        roles.invitation_accept,
        name="invitation-accept",
    ),
    path(
        "invitations/<uuid:invitation_id>/decline/",
        roles.invitation_decline,
        name="invitation-decline",
    ),
    path("roles/", roles.role_list, name="role-list"),
    path("roles/choose/", roles.role_choose, name="role-choose"),
]
