"""A person claims a house that is here without people."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied

from yizhan.directory import queries, services
from yizhan.directory.models import Claim, Organisation
from yizhan.directory.services import code_for
from yizhan.directory.stages import ClaimStage, Verification
from yizhan.directory.tests.factories import (
    AT,
    FOUNDER,
    acting,
    make_account,
    make_organisation,
    make_verifier,
)
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused

pytestmark = pytest.mark.django_db
MAIL = "li@chaosheng.example"


def make_house(**values: Any) -> Organisation:
    given = {"website": "https://www.chaosheng.example/about", **values}
    return make_organisation(is_verified=False, **given)


def claim(actor: Actor, house: Organisation, **values: Any) -> Claim:
    return services.start_claim(
        actor=actor, organisation_id=house.id, **{"evidence": "销售部", "at": AT, **values}
    )


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def prove(actor: Actor, made: Claim, email: str = MAIL) -> Claim:
    sent = services.prove_claim(actor=actor, claim_id=made.id, email=email, at=AT)
    return services.confirm_claim(actor=actor, claim_id=made.id, code=code_for(sent), at=AT)


def test_mail_at_the_published_domain_settles_the_claim_of_a_company() -> None:
    house, person = make_house(), make_account()
    assert prove(person, claim(person, house)).stage == ClaimStage.GRANTED
    house.refresh_from_db()
    assert house.verification == Verification.CLAIMED
    assert person.person_id is not None
    assert [row.role for row in queries.roles_of(person_id=person.person_id)] == [
        "administrator"
    ]


def test_an_address_the_account_has_confirmed_needs_no_second_code() -> None:
    house, person = make_house(), make_account()
    EmailAddress.objects.create(user_id=person.person_id, email=MAIL, verified=True)
    made = services.prove_claim(
        actor=person, claim_id=claim(person, house).id, email=MAIL, at=AT
    )
    assert made.stage == ClaimStage.GRANTED


@pytest.mark.parametrize(
    "email", ["li@qq.com", "li@evil.example", "li@mail.chaosheng.example", "chaosheng.example"]
)
def test_no_code_goes_to_an_address_elsewhere(email: str) -> None:
    house, person = make_house(), make_account()
    with pytest.raises(Refused) as refused:
        services.prove_claim(actor=person, claim_id=claim(person, house).id, email=email, at=AT)
    assert codes(refused) == ["claim.email_elsewhere"]


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "university", "size": ""},
        {"kind": "government", "size": "", "level": "city"},
        {"kind": "station_local", "size": ""},
    ],
)
def test_mail_alone_never_gives_a_crowd_or_power_over_others(values: dict[str, str]) -> None:
    house, person = make_house(**values), make_account()
    made = prove(person, claim(person, house))
    assert made.stage == ClaimStage.OPEN
    assert made.email_proven_at == AT


def test_of_two_claims_at_once_a_verifier_grants_one() -> None:
    house, one, two = make_house(), make_account(), make_account()
    first, second = claim(one, house), claim(two, house)
    assert prove(one, first).stage == ClaimStage.OPEN, "a rival makes it a matter of judgement"
    verifier = make_verifier()
    assert set(queries.claims_to_decide(verifier)) == {first, second}
    services.grant_claim(actor=verifier, claim_id=second.id, reason="授权书", at=AT)
    first.refresh_from_db()
    assert first.stage == ClaimStage.LOST


def test_wrong_codes_are_counted_until_none_is_left() -> None:
    house, person = make_house(), make_account()
    made = claim(person, house)
    sent = services.prove_claim(actor=person, claim_id=made.id, email=MAIL, at=AT)
    wrong = "000000" if code_for(sent) != "000000" else "111111"
    for _number in range(5):
        with pytest.raises(Refused):
            services.confirm_claim(actor=person, claim_id=made.id, code=wrong, at=AT)
    with pytest.raises(Refused) as refused:
        services.confirm_claim(actor=person, claim_id=made.id, code=code_for(sent), at=AT)
    assert codes(refused) == ["claim.code_spent"]


def test_a_code_holds_half_an_hour() -> None:
    house, person = make_house(), make_account()
    made = claim(person, house)
    sent = services.prove_claim(actor=person, claim_id=made.id, email=MAIL, at=AT)
    with pytest.raises(Refused) as refused:
        services.confirm_claim(
            actor=person, claim_id=made.id, code=code_for(sent), at=AT + timedelta(minutes=31)
        )
    assert codes(refused) == ["claim.code_spent"]


def test_a_house_with_an_administrator_is_disputed_only_after_asking() -> None:
    house, person = make_house(), make_account()
    boss = acting(house, "administrator")
    with pytest.raises(Refused) as refused:
        claim(person, house)
    assert codes(refused) == ["claim.has_administrator"]
    asked = services.ask_for_role(
        actor=person, organisation_id=house.id, role="administrator", evidence="厂长", at=AT
    )
    services.decline_member(actor=boss, membership_id=asked.id, at=AT)
    made = claim(person, house)
    assert made.is_dispute
    assert prove(person, made).stage == ClaimStage.OPEN


def test_nobody_decides_on_the_own_claim_nor_outside_the_reach() -> None:
    house, person = make_house(), make_account()
    made = claim(person, house)
    with pytest.raises(PermissionDenied):
        services.grant_claim(actor=person, claim_id=made.id, reason="本人", at=AT)
    with pytest.raises(Refused) as refused:
        services.grant_claim(
            actor=make_verifier("210000"), claim_id=made.id, reason="授权书", at=AT
        )
    assert codes(refused) == ["organisation.not_your_region"]


def test_a_claim_is_refused_with_a_reason_withdrawn_or_expires() -> None:
    house, person = make_house(), make_account()
    made = claim(person, house)
    with pytest.raises(Refused):
        services.refuse_claim(actor=make_verifier(), claim_id=made.id, reason=" ", at=AT)
    services.withdraw_claim(actor=person, claim_id=made.id, at=AT)
    made = claim(person, house)
    late = AT + timedelta(days=31)
    assert queries.due_claims(at=late) == [made.id]
    assert services.expire_claim(actor=FOUNDER, claim_id=made.id, at=late)
    assert not services.expire_claim(actor=FOUNDER, claim_id=made.id, at=late)


def test_five_claims_a_day_are_enough() -> None:
    person = make_account()
    for _number in range(5):
        claim(person, make_house())
    with pytest.raises(Refused) as refused:
        claim(person, make_house())
    assert codes(refused) == ["claim.too_many"]
