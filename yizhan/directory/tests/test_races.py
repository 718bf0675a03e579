"""Two at once over one house: one claim wins, one merge happens, somebody keeps the keys."""

from typing import Any

import pytest

from tests.racing import at_once
from yizhan.directory import queries, services
from yizhan.directory.models import Claim, Membership, Merge, Organisation
from yizhan.directory.tests.factories import (
    AT,
    FOUNDER,
    make_account,
    make_member,
    make_organisation,
    make_verifier,
)
from yizhan.kernel.refusals import Refused

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.slow]


def test_two_claims_granted_at_once_make_one_administrator() -> None:
    """The other is lost, and its verifier is told that it has ended."""
    house, verifier = make_organisation(is_verified=False), make_verifier()
    claims = [
        services.start_claim(
            actor=make_account(), organisation_id=house.id, evidence="销售部", at=AT
        )
        for _ in range(2)
    ]

    def grant(number: int) -> Any:
        return services.grant_claim(
            actor=verifier, claim_id=claims[number].id, reason="授权书", at=AT
        )

    answers = at_once(grant, 2)
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    assert sorted(Claim.objects.values_list("stage", flat=True)) == ["granted", "lost"]
    held = Membership.objects.filter(organisation=house, role="administrator", is_active=True)
    assert held.count() == 1


def test_one_person_claims_a_house_once() -> None:
    """However often the button was pressed."""
    house, person = make_organisation(is_verified=False), make_account()

    def claim(_number: int) -> Any:
        return services.start_claim(
            actor=person, organisation_id=house.id, evidence="销售部", at=AT
        )

    answers = at_once(claim, 3)
    assert sum(isinstance(answer, Refused) for answer in answers) == 2
    assert Claim.objects.count() == 1


def test_two_merges_of_one_pair_in_both_directions_make_one() -> None:
    """Neither waits for ever for the other, and nothing points in a circle."""
    houses = [
        make_organisation(former_code="", uscc="", kind="alliance", size="") for _ in "ab"
    ]

    def merge(number: int) -> Any:
        kept, gone = houses[number], houses[1 - number]
        return services.merge_organisations(
            actor=FOUNDER,
            kept_id=kept.id,
            absorbed_id=gone.id,
            versions=None,
            chosen=(),
            reason="同一家",
            at=AT,
        )

    def tried(number: int) -> Any:
        try:
            return merge(number)
        except Organisation.DoesNotExist:
            return None

    answers = at_once(tried, 2)
    assert sum(isinstance(answer, Merge) for answer in answers) == 1
    assert Merge.objects.count() == 1
    assert Organisation.objects.filter(merged_into=None, kind="alliance").count() == 1


def test_two_administrators_who_leave_at_once_leave_one_behind() -> None:
    """The lock on the house puts them in a row."""
    house = make_organisation()
    rows = [make_member(house, "administrator") for _ in range(2)]
    actors = [queries.actor_of_membership(row) for row in rows]

    def leave(number: int) -> Any:
        return services.remove_member(
            actor=actors[number], membership_id=rows[number].id, at=AT
        )

    answers = at_once(leave, 2)
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
