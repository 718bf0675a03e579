"""Keys: the public half in the database, the private half in a file that only we may read."""

import os
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import transaction
from django.db.models import Max

from yizhan.contracts.certificates.sealing import PublicKey, key_id
from yizhan.contracts.models import Certificate, SigningKey
from yizhan.kernel.refusals import Refusal, Refused


def current_key(*, at: datetime) -> SigningKey:
    """Return the key that seals now; the first call of an installation makes it.

    Processes that race for the first key wait for each other at the unique index, and all
    but one find the row of the one that was first.
    """
    found = _current()
    if found is None:
        SigningKey.objects.bulk_create([_made(at)], ignore_conflicts=True)
        found = _current()
    if found is None:  # renewed twice in between; whoever asks again gets the newest
        raise Refused([Refusal("contracts.key_missing", {"key": ""})])
    return found


def renew_key(*, at: datetime) -> SigningKey:
    """Retire the current key and make another; what the old one sealed stays good.

    Waits for those who are sealing, so that the old key's time covers the last of them.
    """
    fresh = _made(at)
    with transaction.atomic():
        for key in SigningKey.objects.select_for_update().filter(retired_at__isnull=True):
            last = Certificate.objects.filter(key=key).aggregate(at=Max("issued_at"))["at"]
            key.retired_at = max(at, last or at)
            key.save(update_fields=["retired_at"])
        fresh.save(force_insert=True)
    return fresh


def withdraw_key(name: str, *, because: str, at: datetime) -> SigningKey:
    """Say that a key can no longer be trusted; the current one is replaced first.

    Its certificates are no longer genuine offline. Online the register still vouches for
    those it holds.
    """
    with transaction.atomic():
        key = SigningKey.objects.select_for_update().filter(pk=name).first()
        if key is None:
            raise Refused([Refusal("contracts.key_unknown", {"key": name})])
        if key.withdrawn_at is not None:
            raise Refused([Refusal("contracts.key_withdrawn", {"key": name})])
        if key.retired_at is None:
            renew_key(at=at)
            key.refresh_from_db()
        key.withdrawn_at, key.withdrawn_because = at, because
        key.save(update_fields=["withdrawn_at", "withdrawn_because"])
    return key


def published_keys() -> list[PublicKey]:
    """Return every public key there ever was, newest first."""
    return [
        PublicKey(
            id=row.id,
            public=row.public,
            made_at=row.made_at,
            retired_at=row.retired_at,
            withdrawn_at=row.withdrawn_at,
        )
        for row in SigningKey.objects.all()
    ]


def private_key(name: str) -> Ed25519PrivateKey:
    """Read a private half, or refuse: without it nothing can be sealed."""
    try:
        raw = key_path(name).read_bytes()
    except OSError as error:
        raise Refused([Refusal("contracts.key_missing", {"key": name})]) from error
    key = load_pem_private_key(raw, password=None)
    if not isinstance(key, Ed25519PrivateKey) or _name(key) != name:
        raise Refused([Refusal("contracts.key_missing", {"key": name})])
    return key


def key_path(name: str) -> Path:
    """Return where the private half of a key lies."""
    return Path(settings.YIZHAN_KEYS) / f"{name}.pem"


def _current() -> SigningKey | None:
    # Held as lightly as a foreign key would hold it: sealers do not wait for each other.
    held = SigningKey.objects.raw(
        "SELECT * FROM contracts_signingkey WHERE retired_at IS NULL FOR KEY SHARE"
    )
    return next(iter(held), None)


def _made(at: datetime) -> SigningKey:
    # The file first: a row without its file could never seal, a file without a row is idle.
    key = Ed25519PrivateKey.generate()
    path = key_path(_name(key))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())
    public = key.public_key().public_bytes_raw()
    return SigningKey(id=key_id(public), public=public.hex(), made_at=at)


def _name(key: Ed25519PrivateKey) -> str:
    return key_id(key.public_key().public_bytes_raw())
