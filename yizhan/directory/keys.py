"""Keys of the API: their form, what each scope opens, and what stands against making one.

A key reads `yz_<10 characters that find it>_<43 that prove it>`. Only the SHA-256 of the
second part is stored: 256 random bits need no slow hash.
"""

import hmac
import ipaddress
import re
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from yizhan.kernel.refusals import Refusal

PREFIX_LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"
_FORM: Final = re.compile(r"yz_([a-z2-9]{10})_([A-Za-z0-9_-]{43})")
MOST_KEYS: Final = 20
LONGEST: Final = timedelta(days=366)
OVERLAP: Final = timedelta(hours=24)
MOST_NETWORKS: Final = 20

# What a scope lets the actor of a key do, at most; the role may hold less.
SCOPES: Mapping[str, frozenset[str]] = {
    "organisations:read": frozenset({"directory.verify"}),
    "listings:read": frozenset({"listings.read_own", "listings.review"}),
    "listings:write": frozenset({"listings.write", "listings.read_own"}),
    "match": frozenset({"matching.use"}),
    "law:read": frozenset(),
    "statistics:read": frozenset(),
    "contracts:read": frozenset({"contracts.write"}),
    "contracts:write": frozenset({"contracts.write"}),
}
# A key never steers the platform itself.
NOT_FOR_KEYS: Final = frozenset({"site_administrator"})


@dataclass(frozen=True, slots=True)
class Secret:
    """A new key: shown once, then only its two halves' traces remain."""

    prefix: str
    secret: str

    @property
    def text(self) -> str:
        """Return what the caller sends."""
        return f"yz_{self.prefix}_{self.secret}"

    @property
    def hash(self) -> str:
        """Return what is stored."""
        return hash_of(self.secret)


def new_secret() -> Secret:
    """Draw a new key."""
    prefix = "".join(secrets.choice(PREFIX_LETTERS) for _ in range(10))
    return Secret(prefix, secrets.token_urlsafe(32))


def parts_of(text: str) -> tuple[str, str] | None:
    """Return what finds a key and what proves it, or None for what is no key."""
    found = _FORM.fullmatch(text)
    return (found.group(1), found.group(2)) if found else None


def hash_of(secret: str) -> str:
    """Return what is stored of the proving half."""
    return sha256(secret.encode()).hexdigest()


def proves(secret: str, stored: str) -> bool:
    """Say whether the secret is the stored one, in the same time whatever differs."""
    return hmac.compare_digest(hash_of(secret), stored or "0" * 64)


def permissions_for(
    *, role_permissions: frozenset[str], scopes: Collection[str]
) -> frozenset[str]:
    """Return what the actor of a key may do: what both the role and a scope open."""
    opened = frozenset[str]().union(*(SCOPES.get(scope, frozenset()) for scope in scopes))
    return role_permissions & opened


def is_within(address: str, networks: Collection[str]) -> bool:
    """Say whether an address lies in one of the networks; no networks means anywhere."""
    if not networks:
        return True
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None) or found
    return any(mapped in ipaddress.ip_network(network) for network in networks)


def network_of(text: str) -> str | None:
    """Return a network in its one spelling, or None for what is none."""
    try:
        return str(ipaddress.ip_network(text.strip(), strict=False))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants a new key to be."""

    name: str
    role: str
    scopes: tuple[str, ...]
    networks: tuple[str, ...]
    expires_at: datetime


def against_key(
    wish: Wish, *, roles: Collection[str], is_verified: bool, held: int, at: datetime
) -> Iterator[Refusal]:
    """Refuse a key that its maker may not make; `roles` are those the maker could act as."""
    if not is_verified:
        yield Refusal("key.organisation_not_verified")
    if held >= MOST_KEYS:
        yield Refusal("key.too_many", {"limit": MOST_KEYS})
    if not wish.name.strip():
        yield Refusal("key.name_required", {}, "name")
    if wish.role not in roles:
        yield Refusal("key.role_not_yours", {"role": wish.role}, "role")
    if not wish.scopes or set(wish.scopes) - set(SCOPES):
        yield Refusal("key.scope_required", {}, "scopes")
    if not at < wish.expires_at <= at + LONGEST:
        yield Refusal("key.expiry_out_of_range", {"days": LONGEST.days}, "expires_on")
    yield from _against_networks(wish.networks)


def _against_networks(networks: tuple[str, ...]) -> Iterator[Refusal]:
    for text in networks[:MOST_NETWORKS]:
        if network_of(text) is None:
            yield Refusal("key.not_a_network", {"text": text[:60]}, "networks")
    if len(networks) > MOST_NETWORKS:
        yield Refusal("key.too_many_networks", {"limit": MOST_NETWORKS}, "networks")
