"""Making, renewing and revoking the keys of an organisation."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.directory import keys
from yizhan.directory.facts import KeyMade, KeyRevoked, KeyRotated
from yizhan.directory.keys import Secret, Wish
from yizhan.directory.models import ApiKey, Organisation
from yizhan.directory.permissions import may_make_keys
from yizhan.directory.queries import lock_organisation
from yizhan.directory.queries.keys import roles_for_keys
from yizhan.directory.services.relations import Absorption
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused, refuse_if


@transaction.atomic
def make_key(
    *, actor: Actor, organisation_id: UUID, wish: Wish, creation_key: UUID, at: datetime
) -> tuple[ApiKey, Secret]:
    """Make a key; the secret is returned this once and stored nowhere."""
    organisation = _own(actor, organisation_id)
    rows = ApiKey.objects.filter(organisation=organisation)
    if rows.filter(creation_key=creation_key).exists():
        raise Refused([Refusal("key.made_already")])
    refuse_if(
        keys.against_key(
            wish,
            roles=roles_for_keys(person_id=actor.person_id, organisation=organisation),
            is_verified=organisation.is_verified,
            held=rows.filter(revoked_at=None, expires_at__gt=at).count(),
            at=at,
        )
    )
    if actor.person_id is None:  # a machine makes no keys; `may_make_keys` said so already
        raise PermissionDenied
    secret = keys.new_secret()
    key = ApiKey(
        organisation=organisation,
        maker_id=actor.person_id,
        creation_key=creation_key,
        name=wish.name.strip(),
        role=wish.role,
        scopes=sorted(set(wish.scopes)),
        networks=[keys.network_of(text) for text in wish.networks],
        prefix=secret.prefix,
        secret_hash=secret.hash,
        created_at=at,
        expires_at=wish.expires_at,
    )
    key.save(force_insert=True)
    fact = KeyMade(
        subject_id=organisation.id,
        organisation_id=organisation.id,
        region=organisation.region_id,
        key_id=key.id,
        name=key.name,
        role=key.role,
        scopes=tuple(key.scopes),
    )
    record(fact, actor=actor, at=at)
    return key, secret


@transaction.atomic
def rotate_key(*, actor: Actor, key_id: UUID, at: datetime) -> tuple[ApiKey, Secret]:
    """Give a key a new secret; the old one holds for another day, so that nothing stops."""
    key, organisation = _living(actor, key_id, at)
    secret = keys.new_secret()
    key.previous_prefix, key.previous_hash = key.prefix, key.secret_hash
    key.previous_until = min(at + keys.OVERLAP, key.expires_at)
    key.prefix, key.secret_hash = secret.prefix, secret.hash
    key.save(
        update_fields=[
            "previous_prefix",
            "previous_hash",
            "previous_until",
            "prefix",
            "secret_hash",
        ]
    )
    fact = KeyRotated(
        subject_id=organisation.id, organisation_id=organisation.id, key_id=key.id
    )
    record(fact, actor=actor, at=at)
    return key, secret


@transaction.atomic
def revoke_key(*, actor: Actor, key_id: UUID, at: datetime) -> ApiKey:
    """Stop a key at once, the previous secret too."""
    key, organisation = _living(actor, key_id, at)
    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    fact = KeyRevoked(
        subject_id=organisation.id, organisation_id=organisation.id, key_id=key.id
    )
    record(fact, actor=actor, at=at)
    return key


def end_keys(absorption: Absorption) -> int:
    """Stop the keys of a merged entry: nobody agreed that they act for another house."""
    rows = ApiKey.objects.filter(organisation_id=absorption.absorbed_id)
    rows.filter(revoked_at=None).update(revoked_at=absorption.at)
    return rows.update(organisation_id=absorption.kept_id)


def _own(actor: Actor, organisation_id: UUID) -> Organisation:
    organisation = lock_organisation(actor=actor, organisation_id=organisation_id)
    if not may_make_keys(actor, organisation):
        raise PermissionDenied
    return organisation


def _living(actor: Actor, key_id: UUID, at: datetime) -> tuple[ApiKey, Organisation]:
    # Somebody else's key does not exist, so that its id cannot be tried out.
    if actor.organisation_id is None:
        raise ApiKey.DoesNotExist
    found = ApiKey.objects.get(pk=key_id, organisation_id=actor.organisation_id)
    organisation = _own(actor, found.organisation_id)
    key = ApiKey.objects.select_for_update().get(pk=key_id)
    if key.revoked_at is not None or key.expires_at <= at:
        raise Refused([Refusal("key.ended_already")])
    return key, organisation
