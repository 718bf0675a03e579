"""Forms of second factors where allauth's own words are not translated."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Adding a passkey or security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field for the name of the key."""
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("名称")
