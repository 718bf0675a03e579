"""Sign-in with another service by OpenID Connect: off until the environment names one.

YIZHAN_OIDC_SERVER   address of the issuer, https://id.example.org/realms/yizhan
YIZHAN_OIDC_CLIENT   client id;  YIZHAN_OIDC_SECRET  its secret
YIZHAN_OIDC_NAME     what the button says;  YIZHAN_OIDC_ID  short id in the callback address
YIZHAN_OIDC_ORIGINS  further origins that its pages redirect to, separated by commas
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit


def oidc_providers(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return allauth's setting: one provider, or none."""
    server = environment.get("YIZHAN_OIDC_SERVER", "")
    if not server:
        return {}
    app = {
        "provider_id": environment.get("YIZHAN_OIDC_ID", "oidc"),
        "name": environment.get("YIZHAN_OIDC_NAME", "OpenID Connect"),
        "client_id": environment.get("YIZHAN_OIDC_CLIENT", ""),
        "secret": environment.get("YIZHAN_OIDC_SECRET", ""),
        "settings": {"server_url": server, "token_auth_method": "client_secret_basic"},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def oidc_origins(environment: Mapping[str, str]) -> list[str]:
    """Return the origins that the sign-in leads through."""
    named = [environment.get("YIZHAN_OIDC_SERVER", "")]
    named += environment.get("YIZHAN_OIDC_ORIGINS", "").split(",")
    parts = [urlsplit(address.strip()) for address in named if address.strip()]
    return [f"{part.scheme}://{part.netloc}" for part in parts]


def with_form_targets(policy: Mapping[str, Any], origins: list[str]) -> dict[str, Any]:
    """Let forms leave for these origins; browsers check redirects of forms too."""
    changed = deepcopy(dict(policy))
    changed["DIRECTIVES"]["form-action"] = [*changed["DIRECTIVES"]["form-action"], *origins]
    return changed
