"""Where allauth asks us: what follows after somebody signed in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from yizhan.directory import queries


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Leads people who stand for nobody to the page where they find or enter an organisation.

    An explicit `next` wins over this; allauth refuses one that leads to another site.
    """

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Choose by the roles of the person."""
        return self._first_page(request) or str(super().get_login_redirect_url(request))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Do the same after signing up."""
        return self._first_page(request) or str(super().get_signup_redirect_url(request))

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Do the same after confirming an address."""
        request = self.request
        if request.user.is_authenticated:
            return self._first_page(request) or reverse("account_email")
        return str(super().get_email_verification_redirect_url(email_address))

    def _first_page(self, request: HttpRequest) -> str:
        person = request.user
        if person.is_authenticated and not queries.roles_of(person_id=person.pk):
            return reverse("directory:role-list")
        return ""
