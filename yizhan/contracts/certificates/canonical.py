"""One way to write a document down, so that a hash of it means something."""

import json
from collections.abc import Mapping
from typing import Any

LARGEST = 64 * 1024


class NotCanonical(ValueError):
    """Raised for bytes that are no document, or one written down in another way."""


def canonical(document: Mapping[str, Any]) -> bytes:
    """Write UTF-8 JSON with sorted keys and no space; amounts are strings, never floats."""
    return json.dumps(
        _plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def read_canonical(raw: bytes) -> dict[str, Any]:
    """Read a document, and refuse every byte that `canonical` would not have written."""
    if len(raw) > LARGEST:
        raise NotCanonical("too large")
    try:
        document = json.loads(raw.decode())
        same = isinstance(document, dict) and canonical(document) == raw
    except (ValueError, TypeError, RecursionError) as error:
        raise NotCanonical("not readable") from error
    if not same:
        raise NotCanonical("written in another way")
    return dict(document)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical form")
