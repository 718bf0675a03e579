"""Keys of the API: who makes them, what they open, and when they stop."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from yizhan.directory import services
from yizhan.directory.keys import SCOPES, Wish, parts_of, permissions_for
from yizhan.directory.models import ApiKey, Organisation
from yizhan.directory.queries import actor_of_membership
from yizhan.directory.queries.keys import caller_of_key, roles_for_keys
from yizhan.directory.rules import PERMISSIONS
from yizhan.directory.tests.factories import make_member, make_organisation
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.api.callers import KeyElsewhere

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 8, tzinfo=UTC)
HERE = "203.0.113.7"


def make_wish(**values: Any) -> Wish:
    """Return a wish that nothing stands against."""
    return Wish(
        **{
            "name": "科研管理系统",
            "role": "member",
            "scopes": ("listings:read",),
            "networks": (),
            "expires_at": AT + timedelta(days=90),
            **values,
        }
    )


def an_administrator(**values: Any) -> tuple[Actor, Organisation]:
    organisation = make_organisation(**values)
    make_member(organisation, "administrator")
    return actor_of_membership(make_member(organisation, "administrator")), organisation


def make_key(actor: Actor, organisation: Organisation, **values: Any) -> tuple[ApiKey, str]:
    key, secret = services.make_key(
        actor=actor,
        organisation_id=organisation.id,
        wish=make_wish(**values),
        creation_key=uuid4(),
        at=AT,
    )
    return key, secret.text


def test_a_key_acts_for_its_house_with_what_role_and_scope_both_open() -> None:
    actor, house = an_administrator()
    _key, text = make_key(actor, house, scopes=("listings:read", "match"))
    caller = caller_of_key(text, HERE, AT)
    assert caller is not None
    assert caller.actor.organisation_id == house.id
    assert caller.actor.permissions == {"listings.read_own", "matching.use"}


def test_only_traces_of_a_key_are_stored() -> None:
    actor, house = an_administrator()
    key, text = make_key(actor, house)
    parts = parts_of(text)
    assert parts is not None
    assert parts[1] not in str(ApiKey.objects.filter(pk=key.pk).values().get())


@pytest.mark.parametrize("role", ["administrator", "officer", "reviewer", "site_administrator"])
def test_nobody_gives_a_key_more_than_they_hold(role: str) -> None:
    actor, house = an_administrator()
    if role == "administrator":
        make_key(actor, house, role=role)
        return
    with pytest.raises(Refused, match=r"key\.role_not_yours"):
        make_key(actor, house, role=role)


def test_a_reviewer_who_is_also_administrator_may_make_a_key_that_reaches_as_far() -> None:
    actor, house = an_administrator(kind="station_regional", size="")
    assert actor.person_id is not None
    assert "reviewer" not in roles_for_keys(person_id=actor.person_id, organisation=house)
    person = make_member(house, "reviewer").person
    make_member(house, "administrator", person)
    assert "reviewer" in roles_for_keys(person_id=person.pk, organisation=house)


def test_only_the_house_itself_makes_and_ends_its_keys() -> None:
    actor, house = an_administrator()
    other, other_house = an_administrator()
    with pytest.raises(PermissionDenied):
        make_key(other, house)
    key, _text = make_key(actor, house)
    with pytest.raises(ApiKey.DoesNotExist):
        services.revoke_key(actor=other, key_id=key.id, at=AT)
    assert other_house.id != house.id


def test_a_key_stops_when_it_is_revoked_expires_or_loses_its_ground() -> None:
    actor, house = an_administrator()
    key, text = make_key(actor, house)
    assert caller_of_key(text, HERE, AT) is not None
    assert caller_of_key(text, HERE, AT + timedelta(days=91)) is None
    Organisation.objects.filter(pk=house.pk).update(verification="unverified")
    assert caller_of_key(text, HERE, AT) is None
    Organisation.objects.filter(pk=house.pk).update(verification="verified")
    key.maker.memberships.update(is_active=False, ended_at=AT)
    assert caller_of_key(text, HERE, AT) is None
    key.maker.memberships.update(is_active=True, ended_at=None)
    services.revoke_key(actor=actor, key_id=key.id, at=AT)
    assert caller_of_key(text, HERE, AT) is None


def test_a_new_secret_leaves_the_old_one_a_day() -> None:
    actor, house = an_administrator()
    key, old = make_key(actor, house)
    _key, secret = services.rotate_key(actor=actor, key_id=key.id, at=AT)
    for text in (old, secret.text):
        caller = caller_of_key(text, HERE, AT)
        assert caller is not None
        assert caller.key_id == key.id
    assert caller_of_key(old, HERE, AT + timedelta(hours=25)) is None
    mixed = f"yz_{parts_of(old)[0]}_{parts_of(secret.text)[1]}"  # type: ignore[index]
    assert caller_of_key(mixed, HERE, AT) is None


def test_a_key_for_one_network_is_good_nowhere_else() -> None:
    actor, house = an_administrator()
    _key, text = make_key(actor, house, networks=("203.0.113.0/24",))
    assert caller_of_key(text, HERE, AT) is not None
    assert caller_of_key(text, "::ffff:203.0.113.9", AT) is not None
    with pytest.raises(KeyElsewhere):
        caller_of_key(text, "198.51.100.1", AT)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": " "}, "key.name_required"),
        ({"scopes": ()}, "key.scope_required"),
        ({"scopes": ("everything",)}, "key.scope_required"),
        ({"expires_at": AT}, "key.expiry_out_of_range"),
        ({"expires_at": AT + timedelta(days=400)}, "key.expiry_out_of_range"),
        ({"networks": ("all",)}, "key.not_a_network"),
        ({"networks": tuple(f"10.0.{n}.0/24" for n in range(30))}, "key.too_many_networks"),
    ],
)
def test_each_reason_against_a_key_is_said(values: dict[str, Any], code: str) -> None:
    actor, house = an_administrator()
    with pytest.raises(Refused, match=code):
        make_key(actor, house, **values)


def test_no_scope_opens_what_no_role_holds() -> None:
    known = frozenset[str]().union(*PERMISSIONS.values())
    assert all(opened <= known for opened in SCOPES.values())
    assert permissions_for(role_permissions=known, scopes=()) == frozenset()


def test_the_page_shows_the_key_once_and_the_form_makes_one_key(client: Client) -> None:
    actor, house = an_administrator()
    membership = house.memberships.get(pk=actor.id)
    client.force_login(membership.person, "django.contrib.auth.backends.ModelBackend")
    address = reverse("directory:key-list", args=[house.id])
    sent = {
        "creation_key": str(uuid4()),
        "name": "ERP",
        "role": "member",
        "scopes": ["listings:read", "listings:write"],
        "expires_on": f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}",
    }
    made = client.post(address, sent)
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    key = ApiKey.objects.get()
    assert f"yz_{key.prefix}_" in made.content.decode()
    assert client.post(address, sent).status_code == 422
    assert ApiKey.objects.count() == 1
    assert f"yz_{key.prefix}_" not in client.get(address).content.decode()
    assert client.post(reverse("directory:key-rotate", args=[key.id])).status_code == 200
    assert client.post(reverse("directory:key-revoke", args=[key.id])).status_code == 302
    key.refresh_from_db()
    assert key.revoked_at is not None
