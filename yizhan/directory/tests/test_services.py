"""Verbs: one happy road each with its row and its fact, then what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from yizhan.audit.queries import entries_of
from yizhan.directory import queries, services
from yizhan.directory.models import Membership, Organisation
from yizhan.directory.stages import Verification
from yizhan.directory.tests.factories import (
    AT,
    FOUNDER,
    acting,
    make_account,
    make_member,
    make_organisation,
    make_person,
    make_profile,
    make_uscc,
    make_verifier,
)
from yizhan.kernel.refusals import Refused, Stale

pytestmark = pytest.mark.django_db


def codes_of(refused: Any) -> Any:
    """Return the codes of what was refused."""
    return [refusal.code for refusal in refused.value.refusals]


def facts_about(organisation: Any) -> Any:
    """Return the codes of the facts about an organisation, oldest first."""
    return [entry.code for entry in entries_of(subject_id=organisation.id)][::-1]


def test_who_registers_becomes_administrator_and_the_organisation_waits() -> None:
    account = make_account()
    organisation = services.register_organisation(
        actor=account, profile=make_profile(uscc=" " + make_uscc(77).lower()), at=AT
    )
    assert organisation.uscc == make_uscc(77)
    assert organisation.verification == Verification.CLAIMED
    membership = Membership.objects.get(organisation=organisation)
    assert (membership.person_id, membership.role) == (account.person_id, "administrator")
    assert facts_about(organisation) == [
        "directory.organisation_registered",
        "directory.member_added",
        "directory.organisation_claimed",
    ]


def test_registering_says_everything_that_is_wrong_at_once() -> None:
    profile = make_profile(name="舟", size="", uscc="12345", region_id="330103")
    with pytest.raises(Refused) as refused:
        services.register_organisation(actor=make_account(), profile=profile, at=AT)
    assert codes_of(refused) == [
        "organisation.name_too_short",
        "organisation.size_required",
        "organisation.region_retired",
        "organisation.uscc_invalid",
    ]


def test_a_code_belongs_to_one_organisation() -> None:
    first = make_organisation()
    with pytest.raises(Refused) as refused:
        services.register_organisation(
            actor=make_account(), profile=make_profile(uscc=first.uscc), at=AT
        )
    assert codes_of(refused) == ["organisation.uscc_taken"]
    assert refused.value.refusals[0].values["name"] == first.name


def test_a_form_sent_twice_gets_the_first_answer() -> None:
    account, profile = make_account(), make_profile()
    first = services.register_organisation(actor=account, profile=profile, at=AT)
    again = services.register_organisation(actor=account, profile=profile, at=AT)
    assert again == first
    later = AT + timedelta(hours=1)
    with pytest.raises(Refused):
        services.register_organisation(actor=account, profile=profile, at=later)


def test_a_visitor_registers_nothing() -> None:
    with pytest.raises(PermissionDenied):
        services.register_organisation(
            actor=queries.actor_of_membership(make_member(make_organisation())).__class__(
                id=FOUNDER.id, label="x", permissions=frozenset()
            ),
            profile=make_profile(),
            at=AT,
        )


def test_editing_records_old_and_new_and_counts_the_version() -> None:
    organisation = make_organisation()
    admin = acting(organisation, "administrator")
    profile = make_profile(name=organisation.name, uscc=organisation.uscc, about="海水泵")
    edited = services.edit_organisation(
        actor=admin,
        organisation_id=organisation.id,
        profile=profile,
        version=organisation.version,
        at=AT,
    )
    assert (edited.about, edited.version) == ("海水泵", organisation.version + 1)
    entry = entries_of(subject_id=organisation.id)[0]
    assert entry.facts["changes"] == {"about": ["", "海水泵"]}
    assert edited.is_verified


def test_a_new_identity_must_be_verified_again() -> None:
    organisation = make_organisation()
    edited = services.edit_organisation(
        actor=acting(organisation, "administrator"),
        organisation_id=organisation.id,
        profile=make_profile(name="另一个名字", uscc=organisation.uscc),
        version=None,
        at=AT,
    )
    assert edited.verification == Verification.CLAIMED
    assert Organisation.objects.get(pk=organisation.pk).verified_at is None


def test_the_second_of_two_editors_is_told_both_versions() -> None:
    organisation = make_organisation()
    admin = acting(organisation, "administrator")
    seen = organisation.version

    def edit(about: Any) -> Any:
        profile = make_profile(name=organisation.name, uscc=organisation.uscc, about=about)
        return services.edit_organisation(
            actor=admin,
            organisation_id=organisation.id,
            profile=profile,
            version=seen,
            at=AT,
        )

    edit("first")
    with pytest.raises(Stale) as stale:
        edit("second")
    assert (stale.value.seen, stale.value.current) == (seen, seen + 1)
    assert Organisation.objects.get(pk=organisation.pk).about == "first"


@pytest.mark.parametrize("role", ["member", "stranger"])
def test_only_administrators_edit(role: Any) -> None:
    organisation = make_organisation()
    actor = acting(organisation, role) if role == "member" else make_account()
    with pytest.raises(PermissionDenied):
        services.edit_organisation(
            actor=actor,
            organisation_id=organisation.id,
            profile=make_profile(),
            version=None,
            at=AT,
        )


def test_a_verifier_of_the_region_vouches_and_says_how() -> None:
    organisation = make_organisation(is_verified=False)
    verifier = make_verifier()
    verified = services.verify_organisation(
        actor=verifier, organisation_id=organisation.id, how="现场核对营业执照", at=AT
    )
    assert verified.is_verified
    assert verified.verified_by_id == verifier.organisation_id
    assert facts_about(organisation)[-1] == "directory.organisation_verified"


def test_verification_is_refused_with_reasons() -> None:
    here = make_organisation(is_verified=False)
    elsewhere = make_organisation(is_verified=False, region_id="610100")
    verifier = make_verifier()
    for organisation, how, expected in [
        (here, " ", ["organisation.reason_required"]),
        (elsewhere, "x", ["organisation.not_your_region"]),
    ]:
        with pytest.raises(Refused) as refused:
            services.verify_organisation(
                actor=verifier, organisation_id=organisation.id, how=how, at=AT
            )
        assert codes_of(refused) == expected
    with pytest.raises(PermissionDenied):
        services.verify_organisation(
            actor=acting(here, "administrator"), organisation_id=here.id, how="x", at=AT
        )


def test_nobody_verifies_the_own_organisation() -> None:
    verifier = make_verifier()
    own = verifier.organisation_id
    assert own is not None
    services.revoke_verification(actor=FOUNDER, organisation_id=own, reason="年检", at=AT)
    with pytest.raises(Refused) as refused:
        services.verify_organisation(actor=verifier, organisation_id=own, how="x", at=AT)
    assert "organisation.own_verification" in codes_of(refused)


def test_nobody_verifies_the_own_organisation_from_another_role() -> None:
    """Changing the role does not change the person."""
    verifier, here = make_verifier(), make_organisation(is_verified=False)
    person = Membership.objects.get(pk=verifier.id).person
    make_member(here, "administrator", person=person)
    services.claim_organisation(
        actor=acting(here, "administrator"), organisation_id=here.id, at=AT
    )
    assert here not in queries.awaiting_verification(verifier)
    with pytest.raises(Refused) as refused:
        services.verify_organisation(actor=verifier, organisation_id=here.id, how="x", at=AT)
    assert codes_of(refused) == ["organisation.own_verification"]


def test_rejected_claimed_again_and_verified() -> None:
    organisation = make_organisation(is_verified=False)
    admin, verifier = acting(organisation, "administrator"), make_verifier()
    services.claim_organisation(actor=admin, organisation_id=organisation.id, at=AT)
    services.reject_organisation(
        actor=verifier, organisation_id=organisation.id, reason="名称与代码不符", at=AT
    )
    services.claim_organisation(actor=admin, organisation_id=organisation.id, at=AT)
    services.verify_organisation(
        actor=verifier, organisation_id=organisation.id, how="证照", at=AT
    )
    with pytest.raises(Refused) as refused:
        services.claim_organisation(actor=admin, organisation_id=organisation.id, at=AT)
    assert codes_of(refused) == ["flow.wrong_stage"]


def test_the_last_administrator_stays() -> None:
    organisation = make_organisation()
    first = make_member(organisation, "administrator")
    admin = queries.actor_of_membership(first)
    with pytest.raises(Refused) as refused:
        services.remove_member(actor=admin, membership_id=first.id, at=AT)
    assert codes_of(refused) == ["membership.last_administrator"]
    with pytest.raises(Refused):
        services.change_role(actor=admin, membership_id=first.id, role="member", at=AT)
    second = make_member(organisation, "administrator")
    services.remove_member(actor=admin, membership_id=first.id, at=AT)
    assert list(queries.memberships_of(organisation=organisation)) == [second]


def test_a_member_may_leave_but_not_send_others_away() -> None:
    organisation = make_organisation()
    alice, bob = make_member(organisation), make_member(organisation)
    with pytest.raises(PermissionDenied):
        services.remove_member(
            actor=queries.actor_of_membership(alice), membership_id=bob.id, at=AT
        )
    services.remove_member(
        actor=queries.actor_of_membership(alice), membership_id=alice.id, at=AT
    )
    assert facts_about(organisation)[-1] == "directory.member_removed"


def test_a_role_may_come_back_after_it_ended() -> None:
    organisation = make_organisation()
    alice = make_member(organisation)
    services.remove_member(
        actor=queries.actor_of_membership(alice), membership_id=alice.id, at=AT
    )
    again = make_member(organisation, person=alice.person)
    assert again.pk == alice.pk
    assert again.ended_at is None


def test_who_asks_waits_until_an_administrator_says_yes() -> None:
    organisation = make_organisation()
    admin, asker = acting(organisation, "administrator"), make_account()
    asked = services.ask_for_role(
        actor=asker, organisation_id=organisation.id, role="member", evidence="研发部", at=AT
    )
    assert not asked.is_active
    with pytest.raises(Refused) as refused:
        services.ask_for_role(
            actor=asker, organisation_id=organisation.id, role="member", evidence=" ", at=AT
        )
    assert codes_of(refused) == [
        "membership.evidence_required",
        "membership.held_already",
    ]
    with pytest.raises(PermissionDenied):
        services.approve_member(actor=make_verifier(), membership_id=asked.id, at=AT)
    assert services.approve_member(actor=admin, membership_id=asked.id, at=AT).is_active


def test_where_nobody_decides_a_verifier_of_the_region_does() -> None:
    organisation, asker = make_organisation(), make_account()
    asked = services.ask_for_role(
        actor=asker,
        organisation_id=organisation.id,
        role="administrator",
        evidence="授权委托书",
        at=AT,
    )
    with pytest.raises(PermissionDenied):
        services.approve_member(actor=make_verifier("610000"), membership_id=asked.id, at=AT)
    verifier = make_verifier()
    assert organisation in queries.awaiting_verification(verifier)
    services.approve_member(actor=verifier, membership_id=asked.id, at=AT)
    assert organisation not in queries.awaiting_verification(verifier)


def test_a_declined_person_may_ask_again() -> None:
    organisation = make_organisation()
    admin, asker = acting(organisation, "administrator"), make_account()

    def ask() -> Any:
        return services.ask_for_role(
            actor=asker, organisation_id=organisation.id, role="member", evidence="x", at=AT
        )

    services.decline_member(actor=admin, membership_id=ask().id, at=AT)
    assert not ask().is_active


def test_an_invitation_is_taken_up_by_whoever_confirmed_the_address() -> None:
    organisation, person = make_organisation(), make_person("gong@example.org")
    admin = acting(organisation, "administrator")
    invitation = services.invite_member(
        actor=admin,
        organisation_id=organisation.id,
        email="Gong@Example.org",
        role="member",
        at=AT,
    )
    actor = queries.actor_for(person=person)
    with pytest.raises(invitation.DoesNotExist):
        services.accept_invitation(
            actor=actor, invitation_id=invitation.id, emails=["other@example.org"], at=AT
        )
    membership = services.accept_invitation(
        actor=actor, invitation_id=invitation.id, emails=[person.email], at=AT
    )
    assert membership.is_active
    with pytest.raises(invitation.DoesNotExist):
        services.decline_invitation(
            actor=actor, invitation_id=invitation.id, emails=[person.email], at=AT
        )


def test_the_invited_address_is_kept_out_of_the_chain() -> None:
    organisation = make_organisation()
    services.invite_member(
        actor=acting(organisation, "administrator"),
        organisation_id=organisation.id,
        email="gong@example.org",
        role="member",
        at=AT,
    )
    assert "gong@example.org" not in str(entries_of(subject_id=organisation.id)[0].facts)


def test_an_invitation_can_be_taken_back() -> None:
    organisation = make_organisation()
    admin = acting(organisation, "administrator")
    invitation = services.invite_member(
        actor=admin, organisation_id=organisation.id, email="a@b.cn", role="member", at=AT
    )
    with pytest.raises(PermissionDenied):
        services.withdraw_invitation(
            actor=acting(organisation), invitation_id=invitation.id, at=AT
        )
    services.withdraw_invitation(actor=admin, invitation_id=invitation.id, at=AT)
    assert not queries.open_invitations(organisation=organisation).exists()


def test_an_alliance_has_members_and_no_other_organisation_does() -> None:
    alliance = make_organisation(kind="alliance", uscc="")
    members = [make_organisation(), make_organisation()]
    services.set_alliance_members(
        actor=FOUNDER,
        organisation_id=alliance.id,
        member_ids=[member.id for member in members],
        at=AT,
    )
    assert set(queries.members_of(alliance=alliance, actor=FOUNDER)) == set(members)
    assert facts_about(alliance)[-1] == "directory.alliance_changed"
    with pytest.raises(Refused) as refused:
        services.set_alliance_members(
            actor=FOUNDER, organisation_id=members[0].id, member_ids=[members[0].id], at=AT
        )
    assert codes_of(refused) == ["alliance.not_an_alliance", "alliance.member_of_itself"]


def test_only_a_role_that_is_held_can_be_chosen() -> None:
    alice, bob = make_member(make_organisation()), make_member(make_organisation())
    chosen = services.choose_role(person_id=alice.person_id, membership_id=alice.id)
    assert chosen == alice
    with pytest.raises(Membership.DoesNotExist):
        services.choose_role(person_id=alice.person_id, membership_id=bob.id)
