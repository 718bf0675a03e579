"""Addresses of the directory: include at the root, inside i18n_patterns."""

from django.urls import path

from yizhan.directory.views import (
    alliances,
    claims,
    designations,
    keys,
    members,
    merging,
    organisations,
    papers,
    roles,
    verification,
)
from yizhan.directory.views.finding import forwarded
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
    *[
        path(f"{_ONE}{end}", forwarded(view), name=name)
        for end, view, name in (
            ("", organisations.organisation_detail, "organisation-detail"),
            ("edit/", organisations.organisation_edit, "organisation-edit"),
            ("members/", members.organisation_members, "organisation-members"),
            ("ask/", members.organisation_ask, "organisation-ask"),
            ("alliance/", members.alliance_edit, "alliance-edit"),
            ("seats/", alliances.alliance_members, "alliance-members"),
            ("claim/", verification.organisation_claim, "organisation-claim"),
            ("titles/", designations.title_list, "title-list"),
            ("claims/new/", claims.claim_new, "claim-new"),
        )
    ],
    path(f"{_ONE}keys/", keys.key_list, name="key-list"),
    path("keys/<uuid:key_id>/rotate/", keys.key_rotate, name="key-rotate"),
    path("keys/<uuid:key_id>/revoke/", keys.key_revoke, name="key-revoke"),
    path("titles/<uuid:designation_id>/end/", designations.title_end, name="title-end"),
    path("claims/", claims.claim_list, name="claim-list"),
    path("claims/<uuid:claim_id>/", claims.claim_detail, name="claim-detail"),
    path("claims/<uuid:claim_id>/prove/", claims.claim_prove, name="claim-prove"),
    path("claims/<uuid:claim_id>/confirm/", claims.claim_confirm, name="claim-confirm"),
    path("claims/<uuid:claim_id>/withdraw/", claims.claim_withdraw, name="claim-withdraw"),
    path("claims/<uuid:claim_id>/papers/", papers.paper_add, name="claim-paper-add"),
    path(
        "claims/<uuid:claim_id>/papers/<uuid:paper_id>/", papers.paper_open, name="claim-paper"
    ),
    *[
        path(
            f"claims/<uuid:claim_id>/{step}/",
            claims.claim_judge,
            {"step": step},
            name=f"claim-{step}",
        )
        for step in claims.VERBS
    ],
    path("duplicates/", merging.pair_list, name="pair-list"),
    path("duplicates/<uuid:pair_id>/", merging.pair_detail, name="pair-detail"),
    path("duplicates/<uuid:pair_id>/merge/", merging.pair_merge, name="pair-merge"),
    path("duplicates/<uuid:pair_id>/dismiss/", merging.pair_dismiss, name="pair-dismiss"),
    *[
        path(
            f"seats/<uuid:seat_id>/{step}/",
            alliances.seat_step,
            {"step": step},
            name=f"seat-{step}",
        )
        for step in alliances.VERBS
    ],
    path("seats/<uuid:seat_id>/part/", alliances.seat_part, name="seat-part"),
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
        "memberships/<uuid:membership_id>/hand-over/",
        members.membership_hand_over,
        name="membership-hand-over",
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
