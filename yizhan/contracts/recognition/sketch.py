"""A text in sixty-four numbers, by which two contracts are found to say the same.

The smallest hashes of all runs of signs: the share that two texts have in common of the
smallest of both is an unbiased guess of how much of them is the same (bottom-k MinHash).
"""

import re
import unicodedata
from collections.abc import Sequence
from zlib import crc32

RUN, SIZE = 5, 64
# Below this many runs a text says too little to be anybody's copy.
LEAST = 24
_LEFT_OUT = re.compile(r"[\W\d_]+")
# A bigint is signed; an unsigned hash of four bytes fits.
Sketch = tuple[int, ...]


def sketch_of(text: str) -> Sketch:
    """Hash every run of letters; numbers, blanks and signs do not make a text another."""
    plain = _LEFT_OUT.sub("", unicodedata.normalize("NFKC", text).casefold())
    runs = {crc32(plain[start : start + RUN].encode()) for start in range(len(plain) - RUN + 1)}
    return tuple(sorted(runs)[:SIZE]) if len(runs) >= LEAST else ()


def likeness(first: Sequence[int], second: Sequence[int]) -> int:
    """Return how much of two texts is the same, in percent."""
    left, right = set(first), set(second)
    if not left or not right:
        return 0
    smallest = sorted(left | right)[:SIZE]
    return 100 * sum(one in left and one in right for one in smallest) // len(smallest)


def title_likeness(first: str, second: str) -> int:
    """Return how much two titles share, in percent of their pairs of signs."""
    left, right = _pairs(first), _pairs(second)
    if not left or not right:
        return 0
    return 200 * len(left & right) // (len(left) + len(right))


def _pairs(title: str) -> set[str]:
    plain = _LEFT_OUT.sub("", unicodedata.normalize("NFKC", title).casefold())
    return {plain[start : start + 2] for start in range(len(plain) - 1)}
