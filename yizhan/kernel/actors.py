"""Who acts: passed by hand into every service, never read from a global."""

from dataclasses import dataclass
from uuid import UUID

NOBODY = UUID(int=0)
MACHINE = UUID(int=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person acting in one role, or a machine, with the permissions held at this moment.

    `id` is the membership (the person in that role); `person_id` the account behind it.
    `region` is the GB/T 2260 prefix the role reaches: "" the nation, "33" a province.
    """

    id: UUID
    label: str
    permissions: frozenset[str]
    organisation_id: UUID | None = None
    person_id: UUID | None = None
    region: str | None = None

    def may(self, permission: str) -> bool:
        """Say whether the actor holds the permission at all."""
        return permission in self.permissions

    @property
    def is_anonymous(self) -> bool:
        """Say whether nobody is signed in."""
        return self.id == NOBODY


def anonymous() -> Actor:
    """Return the visitor without an account."""
    return Actor(id=NOBODY, label="anonymous", permissions=frozenset())


def machine(label: str, *permissions: str) -> Actor:
    """Return the platform itself acting: an import, a deadline, the demo."""
    return Actor(id=MACHINE, label=label, permissions=frozenset(permissions), region="")
