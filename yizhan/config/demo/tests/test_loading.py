"""Loading the demonstration: whole, repeatable, refused where real people are."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from yizhan.audit.models import Entry
from yizhan.audit.queries import chain_breaks
from yizhan.config.demo.guard import NotADemonstration, refuse_real
from yizhan.config.demo.organisations import demo_uscc, load_organisations
from yizhan.config.demo.people import ACCOUNTS, PASSWORD, load_accounts
from yizhan.config.demo.reading import rows_of
from yizhan.directory import queries
from yizhan.directory.models import Membership, Organisation, Person
from yizhan.directory.terms import Role
from yizhan.kernel.codes import is_former_code, is_uscc

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    """Real hashing is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def silently(rows: Iterable[dict[str, Any]], _what: str) -> Iterable[dict[str, Any]]:
    """Load without a progress bar."""
    return rows


def test_every_institution_has_a_code_of_its_own_that_is_valid() -> None:
    codes = [demo_uscc(row) for row in rows_of("organisations.jsonl")]
    assert len(codes) == len(set(codes)) >= 120
    assert all(is_uscc(code) and is_former_code(code[8:17]) for code in codes)


def test_a_second_run_changes_nothing() -> None:
    organisations = load_organisations(at=AT, track=silently)
    load_accounts(organisations=organisations, at=AT)
    before = (Organisation.objects.count(), Person.objects.count(), Entry.objects.count())
    assert load_organisations(at=AT, track=silently) == organisations
    load_accounts(organisations=organisations, at=AT)
    after = (Organisation.objects.count(), Person.objects.count(), Entry.objects.count())
    assert before == after
    assert not list(chain_breaks())
    assert {row.region_id[:2] for row in Organisation.objects.all()} == {
        row.prefix for row in queries.provinces()
    }


def test_every_role_has_an_account_that_can_sign_in() -> None:
    load_accounts(organisations=load_organisations(at=AT, track=silently), at=AT)
    held = set(Membership.objects.filter(is_active=True).values_list("role", flat=True))
    assert held == set(Role.values)
    for account in ACCOUNTS:
        person = Person.objects.get(email=account.email)
        assert person.check_password(PASSWORD)
        assert EmailAddress.objects.get(user=person).verified


def test_where_real_people_are_nothing_is_loaded(settings: Any) -> None:
    settings.YIZHAN_DEMO = False
    Person.objects.create_user("li.gong@example.org")
    with pytest.raises(NotADemonstration):
        refuse_real()
    settings.YIZHAN_DEMO = True
    refuse_real()
