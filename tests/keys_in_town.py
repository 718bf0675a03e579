"""Keys of the API in town: of the mill, with and without scopes, and of its rival."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from yizhan.directory import queries, services
from yizhan.directory.keys import SCOPES, Wish
from yizhan.directory.models import Organisation
from yizhan.directory.tests.factories import make_member

# Column of the table of doors → whose key, and what it opens.
KEYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "no_scope": ("mill", ()),
    "reader": ("mill", ("organisations:read", "listings:read", "match")),
    "machine": ("mill", tuple(SCOPES)),
    "other_house": ("rival", tuple(SCOPES)),
}


def make_keys(ids: dict[str, UUID], at: datetime) -> dict[str, str]:
    """Make the keys; "no_scope" holds one scope that the operations asked for do not name."""
    made = {}
    for name, (house, scopes) in KEYS.items():
        organisation = Organisation.objects.get(pk=ids[house])
        maker = queries.actor_of_membership(make_member(organisation, "administrator"))
        wish = Wish(
            name=name,
            role="member",
            scopes=scopes or ("match",),
            networks=(),
            expires_at=at + timedelta(days=30),
        )
        key, secret = services.make_key(
            actor=maker, organisation_id=organisation.id, wish=wish, creation_key=uuid4(), at=at
        )
        made[name] = secret.text
        ids[f"key.{name}"] = key.id
    return made
