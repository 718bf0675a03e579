"""Keys under which much the same texts meet, and how much the same two texts are.

MinHash over runs of characters finds a text that was edited; whole sentences find one that
was padded, cut or reordered; numbers of rights and of sources find one that was rewritten.
The keys only propose: `likeness` counts exactly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from yizhan.listings.likeness.texts import fragments, normal

Hashes = NDArray[np.uint64]

HAN_RUN, LATIN_RUN = 3, 8
BANDS, ROWS = 24, 3
SENTENCES, SHORTEST_SENTENCE = 12, 16
# A text shorter than this is compared together with its title.
SHORT_TEXT = 60
# Measured on real texts: bench/results/near_duplicates.json.
LEAST_LIKENESS, LEAST_CONTAINMENT = 0.5, 0.75
LEAST_RUNS = 40

TEXT, SENTENCE, RIGHT, SOURCE = range(4)
_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)
_SEED: Final = 20_261_125


def _permutations() -> tuple[Hashes, Hashes]:
    generator = np.random.default_rng(_SEED)
    shape = BANDS * ROWS
    top = np.iinfo(np.uint64).max
    factors = generator.integers(1, top, shape, dtype=np.uint64) | np.uint64(1)
    return factors, generator.integers(0, top, shape, dtype=np.uint64)


_FACTORS, _ADDENDS = _permutations()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How much two texts have in common, from 0 to 1 each."""

    likeness: float
    containment: float

    @property
    def is_near(self) -> bool:
        """Say whether a person should look at the two."""
        return self.likeness >= LEAST_LIKENESS or self.containment >= LEAST_CONTAINMENT


def compared(title: str, text: str) -> str:
    """Return what of a listing is compared: its prose, with the title where there is little."""
    plain = normal(text)
    return plain if len(plain) >= SHORT_TEXT else normal(title) + plain


def runs(plain: str) -> Hashes:
    """Hash every run of characters of a normal text, each once."""
    length = LATIN_RUN if _is_latin(plain) else HAN_RUN
    codes = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(
        np.uint64
    )
    if len(codes) < length:
        return np.zeros(0, dtype=np.uint64)
    found = np.zeros(len(codes) - length + 1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for place in range(length):
            found = found * _PRIME + codes[place : place + len(found)] + np.uint64(1)
        found ^= found >> np.uint64(29)
        found *= _PRIME
        found ^= found >> np.uint64(32)
    return np.unique(found)


def keys_of(
    *, title: str, text: str, rights: Iterable[str] = (), source: str = ""
) -> list[int]:
    """Return the keys of a listing; two of them meet under any one in common."""
    keys = [*_bands(runs(compared(title, text)))]
    sentences = sorted(
        _hashed(part) for part in set(fragments(text, shortest=SHORTEST_SENTENCE))
    )
    keys += [_key(number, SENTENCE) for number in sentences[:SENTENCES]]
    # ZL marks a granted patent and CN the office; the number is the same.
    numbers = {normal(right).removeprefix("zl").removeprefix("cn") for right in rights}
    keys += [_key(_hashed(f"right {number}"), RIGHT) for number in numbers if number]
    if source:
        keys.append(_key(_hashed(f"source {source}"), SOURCE))
    return sorted(set(keys))


def class_of(key: int) -> int:
    """Say what a key was made from."""
    return key & 3


def measure(first: Hashes, second: Hashes) -> Measure:
    """Count what two sets of runs have in common."""
    smaller = min(len(first), len(second))
    if not smaller:
        return Measure(likeness=0.0, containment=0.0)
    common = len(np.intersect1d(first, second, assume_unique=True))
    union = len(first) + len(second) - common
    contained = common / smaller if smaller >= LEAST_RUNS else 0.0
    return Measure(likeness=common / union, containment=contained)


def _bands(found: Hashes) -> Sequence[int]:
    if not len(found):
        return []
    with np.errstate(over="ignore"):
        lowest = _lowest(found).reshape(BANDS, ROWS)
        folded = np.arange(1, BANDS + 1, dtype=np.uint64) * _PRIME
        for row in range(ROWS):
            folded = (folded ^ lowest[:, row]) * _PRIME
            folded ^= folded >> np.uint64(31)
    return [_key(int(value), TEXT) for value in folded]


def _lowest(found: Hashes) -> Hashes:
    # In slices: a text of ten thousand signs must not need a matrix of megabytes.
    lowest = np.full(BANDS * ROWS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(found), 512):
        part = found[start : start + 512, None] * _FACTORS + _ADDENDS
        np.minimum(lowest, part.min(axis=0), out=lowest)
    return lowest


def _key(number: int, kind: int) -> int:
    """Fold into what a bigint holds, the class in the two lowest bits."""
    folded = (number & 0xFFFF_FFFF_FFFF_FFFC) | kind
    return folded - (1 << 64) if folded >= 1 << 63 else folded


def _hashed(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def _is_latin(plain: str) -> bool:
    return 2 * sum(sign < "\u0250" for sign in plain) > len(plain)
