"""Plain functions that make what tests need, through the services."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from yizhan.directory import queries, services
from yizhan.directory.models import Membership, Organisation, Person
from yizhan.kernel.actors import Actor, machine
from yizhan.kernel.codes import former_check, uscc_with_check

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
PASSWORD = "Relay-station-2026"
_serial = count(1)

FOUNDER = machine(
    "tests",
    "directory.register",
    "directory.write",
    "directory.verify",
    "directory.manage_members",
    "site.administer",
)


def make_uscc(serial: int, *, region: str = "330900", kind: str = "91") -> str:
    """Return a valid code whose nine-digit part is valid too."""
    stem = f"{serial:08d}"
    return uscc_with_check(f"{kind}{region}{stem}{former_check(stem)}")


def make_profile(**values: Any) -> services.Profile:
    """Return a profile that nothing stands against."""
    number = next(_serial)
    region = values.get("region_id", "330900")
    return services.Profile(
        **{
            "name": f"第{number}号泵业有限公司",
            "kind": "enterprise",
            "size": "small",
            "region_id": region,
            "uscc": make_uscc(number, region=region),
            **values,
        }
    )


def make_organisation(*, is_verified: bool = True, **values: Any) -> Organisation:
    """Enter an organisation nobody stands for yet."""
    organisation = services.register_organisation(
        actor=FOUNDER, profile=make_profile(**values), at=AT
    )
    if is_verified:
        organisation = services.verify_organisation(
            actor=FOUNDER, organisation_id=organisation.id, how="营业执照", at=AT
        )
    return organisation


def make_person(email: str = "", password: str | None = None, **values: Any) -> Person:
    """Make an account; without a password, because hashing one takes most of a test."""
    return Person.objects.create_user(
        email or f"person{next(_serial)}@example.org", password, **values
    )


def make_member(
    organisation: Organisation,
    role: str = "member",
    person: Person | None = None,
    *,
    at: datetime = AT,
) -> Membership:
    """Give a person, a new one unless named, a role."""
    membership = services.add_member(
        actor=FOUNDER,
        organisation_id=organisation.id,
        person_id=(person or make_person()).id,
        role=role,
        at=at,
    )
    return Membership.objects.select_related("organisation", "person").get(pk=membership.pk)


def acting(organisation: Organisation, role: str = "member") -> Actor:
    """Return the actor of a new person in a role of the organisation."""
    return queries.actor_of_membership(make_member(organisation, role))


def make_verifier(region: str = "330000", level: str = "province") -> Actor:
    """Return the officer of a verified government department."""
    department = make_organisation(
        kind="government", level=level, region_id=region, name=f"{region}{level}科技厅"
    )
    return acting(department, "officer")


def make_account() -> Actor:
    """Return the actor of a person who stands for nobody."""
    return queries.actor_for(person=make_person())
