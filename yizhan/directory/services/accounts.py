"""Accounts opened by the platform itself; people open theirs by signing up."""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction

from yizhan.directory.models import Person


@transaction.atomic
def open_account(*, email: str, password: str, name: str) -> UUID:
    """Open an account with a confirmed address, or return the one that has the address."""
    person = Person.objects.filter(email=email.lower()).first()
    if person is None:
        person = Person.objects.create_user(email, password, name=name)
    EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    return person.pk
