"""Two texts side by side, with what they share marked in the words of each."""

from itertools import groupby

from yizhan.listings.likeness.signatures import HAN_RUN
from yizhan.listings.likeness.texts import normal

# Longer than a run of the keys: chance words of a trade are not worth a mark.
RUN = 2 * HAN_RUN
Marked = list[tuple[str, bool]]


def overlap(first: str, second: str) -> tuple[Marked, Marked]:
    """Cut each text into pieces, each marked as shared with the other or not."""
    left, right = _spelled(first), _spelled(second)
    common = _runs(left) & _runs(right)
    return _marked(first, left, common), _marked(second, right, common)


def _spelled(text: str) -> list[tuple[str, int]]:
    """Give the signs that count, each with its place in the text."""
    return [(kept, place) for place, sign in enumerate(text) for kept in normal(sign)]


def _runs(signs: list[tuple[str, int]]) -> set[str]:
    plain = "".join(sign for sign, _place in signs)
    return {plain[start : start + RUN] for start in range(len(plain) - RUN + 1)}


def _marked(text: str, signs: list[tuple[str, int]], common: set[str]) -> Marked:
    plain = "".join(sign for sign, _place in signs)
    shared = [False] * len(text)
    for start in range(len(plain) - RUN + 1):
        if plain[start : start + RUN] in common:
            # From the first sign to the last, with whatever was put between them.
            low, high = signs[start][1], signs[start + RUN - 1][1]
            shared[low : high + 1] = [True] * (high + 1 - low)
    return [
        ("".join(sign for sign, _mark in group), mark)
        for mark, group in groupby(zip(text, shared, strict=True), key=lambda pair: pair[1])
    ]
