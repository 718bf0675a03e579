"""Sign-in with another service: off until named, and let out by the policy."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from yizhan.config.oidc import oidc_origins, oidc_providers, with_form_targets
from yizhan.web.security import CONTENT_SECURITY_POLICY


def test_sign_in_with_another_service_is_off_until_it_is_named() -> None:
    assert oidc_providers({}) == {}
    named = {
        "YIZHAN_OIDC_SERVER": "https://id.example.org/realms/a",
        "YIZHAN_OIDC_CLIENT": "yizhan",
        "YIZHAN_OIDC_SECRET": "s",
    }
    app = oidc_providers(named)["openid_connect"]["APPS"][0]
    assert app["settings"]["server_url"] == "https://id.example.org/realms/a"
    policy = with_form_targets(CONTENT_SECURITY_POLICY, oidc_origins(named))
    assert policy["DIRECTIVES"]["form-action"] == ["'self'", "https://id.example.org"]
    assert CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] == ["'self'"]


@pytest.mark.django_db
def test_another_service_appears_on_the_sign_in_page(client: Client, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = oidc_providers(
        {"YIZHAN_OIDC_SERVER": "https://id.example.org", "YIZHAN_OIDC_NAME": "统一身份认证"}
    )
    with translation.override("zh-hans"):
        page = client.get(reverse("account_login")).content.decode()
    assert "统一身份认证" in page
