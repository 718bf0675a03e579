"""A listing's characters in a few hundred bytes, so that all candidates can be compared.

The exact score reads whole texts and costs about a millisecond a pair. The outline lets the
same likeness of characters be computed for five hundred candidates at once; only the best
are then fetched and scored exactly.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from yizhan.matching.engine.text import normalise
from yizhan.matching.relevance.likeness import NEED_CHARACTERS, NEED_TITLE, OFFER_TITLE

_HEAD: Final = struct.Struct("<H")
_FIRST: Final = 0x3400  # the first Chinese character; what comes before is found by words
_PLANE: Final = 1 << 16


def pack(title: str, text: str, rest: bytes = b"") -> bytes:
    """Count the Chinese characters of the basic plane, then append the rest."""
    codes, counts = _counted(normalise(title) * OFFER_TITLE + normalise(text))
    return _HEAD.pack(len(codes)) + codes.tobytes() + counts.tobytes() + rest


def unpack_rest(payload: bytes) -> bytes:
    """Give back what `pack` was asked to append."""
    if not payload:
        return b""
    (size,) = _HEAD.unpack_from(payload)
    return payload[_HEAD.size + 3 * size :]


@dataclass(frozen=True, slots=True)
class Plane:
    """Rarity of every character of the basic plane, to the power of three quarters."""

    worth: NDArray[np.float32]

    @classmethod
    def of(cls, rarities: Mapping[str, float]) -> "Plane":
        """Lay the rarities of single characters out by code."""
        worth = np.zeros(_PLANE, dtype=np.float32)
        for unit, rarity in rarities.items():
            if len(unit) == 1 and _FIRST <= ord(unit) < _PLANE:
                worth[ord(unit)] = max(rarity, 0.0) ** 0.75
        return cls(worth)

    def cosines(self, title: str, text: str, payloads: Sequence[bytes]) -> NDArray[np.float64]:
        """Compare a need with every outline; an outline without characters gives 0."""
        shown = normalise(text)[:NEED_CHARACTERS]
        ours = np.zeros(_PLANE, dtype=np.float32)
        codes, counts = _counted(normalise(title) * NEED_TITLE + shown)
        ours[codes] = np.log1p(counts) * self.worth[codes]
        length = float(np.sqrt((ours * ours).sum()))
        if not length or not payloads:
            return np.zeros(len(payloads))
        all_codes, all_counts, owner = _joined(payloads)
        theirs = np.log1p(all_counts) * self.worth[all_codes]
        size = len(payloads)
        dots = np.bincount(owner, weights=theirs * ours[all_codes], minlength=size)
        squares = np.bincount(owner, weights=theirs * theirs, minlength=size)
        found: NDArray[np.float64] = dots / (np.sqrt(np.maximum(squares, 1e-12)) * length)
        return found


def _counted(text: str) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    codes = np.frombuffer(text.encode("utf-16-le", "ignore"), dtype="<u2")
    # Halves of characters beyond the plane are not characters.
    han = codes[(codes >= _FIRST) & ((codes < 0xD800) | (codes > 0xDFFF))]
    found, counts = np.unique(han, return_counts=True)
    return found.astype(np.uint16), np.minimum(counts, 255).astype(np.uint8)


def _joined(
    payloads: Sequence[bytes],
) -> tuple[NDArray[np.uint16], NDArray[np.uint8], NDArray[np.int64]]:
    sizes = np.array(
        [_HEAD.unpack_from(payload)[0] if payload else 0 for payload in payloads], np.int64
    )
    head = _HEAD.size
    codes = b"".join(
        payload[head : head + 2 * size]
        for payload, size in zip(payloads, sizes.tolist(), strict=True)
    )
    counts = b"".join(
        payload[head + 2 * size : head + 3 * size]
        for payload, size in zip(payloads, sizes.tolist(), strict=True)
    )
    return (
        np.frombuffer(codes, dtype=np.uint16),
        np.frombuffer(counts, dtype=np.uint8),
        np.repeat(np.arange(len(payloads)), sizes),
    )
