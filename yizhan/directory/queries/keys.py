"""Who holds a key of the API, and the keys of an organisation."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from yizhan.directory import keys
from yizhan.directory.models import ApiKey, Membership, Organisation
from yizhan.directory.rules import against_role, permissions_of, reach
from yizhan.directory.terms import Role
from yizhan.kernel.actors import Actor
from yizhan.web.api.callers import Caller, KeyElsewhere


def keys_of(*, organisation: Organisation) -> QuerySet[ApiKey]:
    """List the keys of an organisation, newest first; revoked ones are history."""
    return ApiKey.objects.filter(organisation=organisation).select_related("maker")


def roles_for_keys(*, person_id: UUID | None, organisation: Organisation) -> list[str]:
    """Name the roles whose whole power the person holds in the organisation."""
    held = _held(person_id, organisation.id)
    if Role.ADMINISTRATOR not in held:
        return []
    power = frozenset[str]().union(
        *(permissions_of(role=role, is_verified=True) for role in held)
    )
    return [
        role
        for role in Role.values
        if role not in keys.NOT_FOR_KEYS
        and permissions_of(role=role, is_verified=True) <= power
        and not list(against_role(role=role, kind=organisation.kind, by_site=False))
        # Who reaches into a region does so by holding the role, not by the sum of others.
        and (role in held or role == Role.MEMBER)
    ]


def caller_of_key(text: str, address: str, at: datetime) -> Caller | None:
    """Return who a key stands for now, or None when it opens nothing."""
    found = keys.parts_of(text)
    if found is None:
        return None
    prefix, secret = found
    key = _by_prefix(prefix, at)
    stored = "" if key is None else _hash_for(key, prefix)
    # Compared in any case, so that the time says nothing about which prefixes exist.
    if not keys.proves(secret, stored) or key is None or not _is_good(key, at):
        return None
    if not keys.is_within(address, key.networks):
        raise KeyElsewhere
    _note_use(key, at)
    return Caller(
        actor=_actor_of(key),
        scopes=frozenset(key.scopes),
        key_id=key.id,
        per_minute=settings.YIZHAN_API_KEY_PER_MINUTE,
    )


def _by_prefix(prefix: str, at: datetime) -> ApiKey | None:
    by_prefix = Q(prefix=prefix) | Q(previous_prefix=prefix, previous_until__gt=at)
    return ApiKey.objects.filter(by_prefix).select_related("organisation", "maker").first()


def _hash_for(key: ApiKey, prefix: str) -> str:
    return key.secret_hash if key.prefix == prefix else key.previous_hash


def _is_good(key: ApiKey, at: datetime) -> bool:
    if key.revoked_at is not None or key.expires_at <= at:
        return False
    if not key.organisation.is_verified or not key.maker.is_active:
        return False
    # Whoever made it must still be able to make it: a key never outlives the trust in it.
    return key.role in roles_for_keys(person_id=key.maker_id, organisation=key.organisation)


def _actor_of(key: ApiKey) -> Actor:
    organisation = key.organisation
    held = permissions_of(role=key.role, is_verified=True)
    return Actor(
        id=key.id,
        person_id=key.maker_id,
        label=f"{organisation.name} · {key.role} · yz_{key.prefix}",
        organisation_id=organisation.id,
        permissions=keys.permissions_for(role_permissions=held, scopes=key.scopes),
        region=reach(
            role=key.role,
            kind=organisation.kind,
            level=organisation.level,
            region=organisation.region_id,
        ),
    )


def _note_use(key: ApiKey, at: datetime) -> None:
    today = at.date()
    if key.last_used_on is None or key.last_used_on < today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)


def _held(person_id: UUID | None, organisation_id: UUID) -> frozenset[str]:
    if person_id is None:
        return frozenset()
    rows = Membership.objects.filter(
        person_id=person_id, organisation_id=organisation_id, is_active=True
    )
    return frozenset(rows.values_list("role", flat=True))
