"""Who calls: nobody, or the holder of a key. The context that keeps keys registers here."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest

from yizhan.kernel.actors import Actor, anonymous
from yizhan.web.api.problems import Problematic

# One header, one scheme, one shape: nothing that could be read in two ways.
_BEARER: Final = re.compile(r"Bearer (yz_[A-Za-z0-9_-]{20,100})")
_IN_ADDRESS: Final = frozenset(
    {"key", "api_key", "apikey", "access_token", "token", "authorization"}
)
CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="yizhan"'}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls, what the key opens, and how often it may."""

    actor: Actor
    scopes: frozenset[str]
    key_id: UUID | None
    per_minute: int


class KeyElsewhere(Exception):
    """Raised by a resolver when the key is good but not from this address."""


Resolver = Callable[[str, str, datetime], Caller | None]
_resolvers: list[Resolver] = []
# What a scope opens, for the page of keys and the documentation.
SCOPES: dict[str, object] = {}


def register(resolver: Resolver, scopes: Mapping[str, object]) -> None:
    """Let a context tell who holds a key; called once, when the context is ready."""
    _resolvers[:] = [resolver]
    SCOPES.update(scopes)


def nobody() -> Caller:
    """Return the caller without a key."""
    limit = settings.YIZHAN_API_ANONYMOUS_PER_MINUTE
    return Caller(actor=anonymous(), scopes=frozenset(), key_id=None, per_minute=limit)


def address_of(request: HttpRequest) -> str:
    """Return the address the request comes from, as far as the proxies may be believed."""
    return str(get_adapter().get_client_ip(request))


def network_of(address: str) -> str:
    """Return what counts as one visitor: the address, or the /64 that one line is given."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))


def bearer_of(request: HttpRequest) -> str:
    """Return the key that was sent, "" for none; refuse what is not one plain key."""
    if _IN_ADDRESS & {name.lower() for name in request.GET}:
        raise Problematic(400, "api.key_in_address")
    said = request.META.get("HTTP_AUTHORIZATION")
    if said is None:
        return ""
    found = _BEARER.fullmatch(str(said))
    if found is None:
        raise Problematic(401, "api.authorization_malformed", headers=CHALLENGE)
    return found.group(1)


def caller_for(key: str, *, address: str, at: datetime) -> Caller:
    """Return who holds the key; the same answer for absent, revoked and expired ones."""
    for resolve in _resolvers:
        try:
            caller = resolve(key, address, at)
        except KeyElsewhere:
            raise Problematic(403, "api.key_elsewhere") from None
        if caller is not None:
            return caller
    raise Problematic(401, "api.key_unknown", headers=CHALLENGE)
