"""Accounts in a browser: a passkey from its making to signing in, and the roles of a person."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser
from tests.town import PASSWORD, Town
from yizhan.directory.models import Membership
from yizhan.directory.services import open_account
from yizhan.directory.tests.factories import AT, make_member, make_organisation

pytestmark = pytest.mark.journey
EMAIL = "key@example.org"


def give_a_key_to(page: Page) -> None:
    """Plug an authenticator into the browser that says yes by itself."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_made_and_signs_in(own_town: Town, open_browser: OpenBrowser) -> None:
    open_account(email=EMAIL, password=PASSWORD, name="李工")
    page = open_browser()
    give_a_key_to(page)
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="确认").click()
    page.locator("[name=name]").fill("我的电脑")
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    expect(page.get_by_text("已添加安全密钥")).to_be_visible()
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button").click()
    page.goto("/accounts/login/?next=/organisations/")
    page.locator("#passkey_login").click()
    expect(page).to_have_url("/organisations/")
    expect(page.locator(".y-who")).to_contain_text("李工")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_role_is_changed_in_the_header(
    own_town: Town, open_browser: OpenBrowser, *, script: bool
) -> None:
    """One person, two roles; the page says which one acts."""
    held = Membership.objects.get(pk=own_town.ids["member.membership"])
    station = make_organisation(kind="station_local", name="潮汐驿站")
    make_member(station, "adviser", held.person, at=AT + timedelta(days=1))
    page = open_browser("member", own_town, script=script)
    page.goto("/organisations/")
    header = page.locator(".y-who")
    expect(header.locator("summary")).to_contain_text("成员")
    header.locator("summary").click()
    header.get_by_role("button", name="潮汐驿站").click()
    expect(page).to_have_url("/organisations/")
    expect(header.locator("summary")).to_contain_text("驿站专员")
