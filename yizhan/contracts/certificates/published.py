"""The published keys as a file: what an offline reader brings along."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from yizhan.contracts.certificates.sealing import ALGORITHM, PublicKey

KEYS_FORMAT = "yizhan-keys/1"


class NotKeys(ValueError):
    """Raised for a file that holds no published keys."""


def write_keys(keys: Iterable[PublicKey]) -> dict[str, Any]:
    """Give the keys a form for publication."""
    return {
        "format": KEYS_FORMAT,
        "algorithm": ALGORITHM,
        "keys": [
            {
                "id": key.id,
                "public": key.public,
                "made_at": _stamp(key.made_at),
                "retired_at": _stamp(key.retired_at),
                "withdrawn_at": _stamp(key.withdrawn_at),
            }
            for key in keys
        ],
    }


def read_keys(raw: bytes) -> list[PublicKey]:
    """Read the published file back."""
    try:
        document = json.loads(raw)
        if document["format"] != KEYS_FORMAT:
            raise NotKeys(str(document["format"]))
        return [
            PublicKey(
                id=str(one["id"]),
                public=str(one["public"]),
                made_at=datetime.fromisoformat(one["made_at"]),
                retired_at=_time(one["retired_at"]),
                withdrawn_at=_time(one["withdrawn_at"]),
            )
            for one in document["keys"]
        ]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotKeys("no published keys") from error


def _stamp(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def _time(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
