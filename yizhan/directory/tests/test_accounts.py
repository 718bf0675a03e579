"""Accounts: signing up, confirming, signing in, second factor, limits, ways back."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from yizhan.directory.models import Person
from yizhan.directory.services import open_account
from yizhan.directory.tests.factories import PASSWORD, make_member, make_organisation

pytestmark = pytest.mark.django_db
EMAIL = "li.gong@example.org"
NEW = {"email": EMAIL, "name": "研发部", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    """Real hashing is slow on purpose, and not ours to test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person() -> Person:
    """Somebody with a confirmed address."""
    return Person.objects.get(pk=open_account(email=EMAIL, password=PASSWORD, name="李工"))


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> Any:
    """Send the form of the sign-in page."""
    values = {"login": EMAIL, "password": password, **more}
    return client.post(reverse("account_login"), values)


def prove_again(client: Client) -> None:
    """Give the password once more, as changes of factors ask for."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def code_in_mail() -> str:
    """Return the code of the last mail."""
    found = re.search(
        r"^([A-Z0-9]{3,6}-?[A-Z0-9]{0,6})$", str(mail.outbox[-1].body), re.MULTILINE
    )
    assert found, mail.outbox[-1].body
    return found.group(1)


def test_sign_up_confirm_by_code_and_be_led_to_the_roles(client: Client) -> None:
    response = client.post(reverse("account_signup"), NEW)
    assert response["Location"] == reverse("account_email_verification_sent")
    person = Person.objects.get(email=EMAIL)
    assert person.name == "研发部"
    assert not EmailAddress.objects.get(user=person).verified
    assert client.get("/roles/").status_code == 302  # not signed in before the proof
    confirmed = client.post(
        reverse("account_email_verification_sent"), {"code": code_in_mail()}, follow=True
    )
    assert EmailAddress.objects.get(user=person).verified
    assert confirmed.redirect_chain[-1][0] == "/roles/"
    assert "登记自己的机构" in confirmed.content.decode()


def test_a_wrong_code_confirms_nothing(client: Client) -> None:
    client.post(reverse("account_signup"), NEW)
    client.post(reverse("account_email_verification_sent"), {"code": "WRONG1"})
    assert not EmailAddress.objects.get(email=EMAIL).verified


@pytest.mark.parametrize("password", ["short1!", "12345678901", "password1", "li.gong.example"])
def test_weak_passwords_are_refused(client: Client, password: str) -> None:
    client.post(
        reverse("account_signup"), {**NEW, "password1": password, "password2": password}
    )
    assert not Person.objects.exists()


def test_nobody_learns_who_has_an_account(client: Client, person: Person) -> None:
    known = client.post(reverse("account_signup"), NEW)
    unknown = Client().post(reverse("account_signup"), {**NEW, "email": "wang@example.org"})
    assert known["Location"] == unknown["Location"]
    asked = client.post(reverse("account_reset_password"), {"email": EMAIL})
    other = Client().post(reverse("account_reset_password"), {"email": "x@example.org"})
    assert asked["Location"] == other["Location"]
    assert Person.objects.filter(email=EMAIL).count() == 1


def test_signing_in_leads_where_the_person_wanted(client: Client, person: Person) -> None:
    assert sign_in(client)["Location"] == "/roles/"
    assert sign_in(Client(), next="/organisations/new/")["Location"] == "/organisations/new/"
    make_member(make_organisation(), "member", person)
    assert sign_in(Client())["Location"] == "/"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example"]
)
def test_signing_in_never_leads_to_another_site(
    client: Client, person: Person, wanted: str
) -> None:
    assert "evil" not in sign_in(client, next=wanted)["Location"]


def test_a_session_known_before_is_another_one_after(client: Client, person: Person) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = True
    session.save()
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_an_address_that_is_not_confirmed_does_not_sign_in(client: Client) -> None:
    Person.objects.create_user(EMAIL, PASSWORD)
    response = sign_in(client)
    assert response["Location"] == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session


def test_guessing_a_password_is_limited(client: Client, person: Person) -> None:
    for _ in range(5):
        assert sign_in(client, "wrong").status_code == 200
    sign_in(client, "wrong")
    response = sign_in(client, PASSWORD)
    assert "_auth_user_id" not in client.session
    assert response.status_code in {200, 429}


def test_a_second_factor_is_asked_for(client: Client, person: Person) -> None:
    sign_in(client)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    prove_again(client)
    form = client.get(reverse("mfa_activate_totp")).context["form"]
    activated = client.post(reverse("mfa_activate_totp"), {"code": _totp(form.secret)})
    assert activated.status_code == 302
    client.post(reverse("account_logout"))
    assert sign_in(client)["Location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "_auth_user_id" not in client.session


def test_the_password_is_reset_by_a_code(client: Client, person: Person) -> None:
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    answer = client.post(
        reverse("account_confirm_password_reset_code"), {"code": code_in_mail()}
    )
    fresh = "Entirely-new-2027"
    client.post(answer["Location"], {"password1": fresh, "password2": fresh})
    assert sign_in(Client(), fresh).status_code == 302
    assert sign_in(Client(), PASSWORD).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "usersessions_list",
        "account_logout",
        "account_login",
        "account_signup",
        "account_reset_password",
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_account_page_wears_our_clothes_and_keeps_the_policy(
    client: Client, person: Person, name: str, language: str
) -> None:
    if name not in {"account_login", "account_signup", "account_reset_password"}:
        sign_in(client)
        prove_again(client)
    with translation.override(language):
        response = client.get(reverse(name))
    html = response.content.decode()
    assert response.status_code == 200
    assert "y-head" in html
    assert " style=" not in html
    assert not re.search(r"\son[a-z]+=", html)
    for tag in re.findall(r"<script[^>]*>", html):
        assert "src=" in tag or "application/json" in tag, tag


def _totp(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))
