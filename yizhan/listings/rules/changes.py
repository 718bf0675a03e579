"""What changed between two versions of a text: which words went, which came."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

# A run of letters or digits is a word; every other character stands for itself.
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,%\-]*|\s+|.", re.DOTALL)
_SENTENCE = re.compile(r"[^。；;！？!?\n]*[。；;！？!?\n]?")
# Longer passages are marked whole: comparing grows with the product of both lengths.
MOST_WORK = 250_000

Span = tuple[str, bool]


def changed_spans(before: str, after: str) -> tuple[list[Span], list[Span]]:
    """Return both texts in pieces of (text, is changed): sentences first, then words."""
    left: list[Span] = []
    right: list[Span] = []
    old = [piece for piece in _SENTENCE.findall(before) if piece]
    new = [piece for piece in _SENTENCE.findall(after) if piece]
    for same, gone, come in _pieces(old, new):
        if same:
            left.append((gone, False))
            right.append((come, False))
        else:
            _words(gone, come, left, right)
    return joined(left), joined(right)


def _words(gone: str, come: str, left: list[Span], right: list[Span]) -> None:
    old, new = _WORD.findall(gone), _WORD.findall(come)
    if not old or not new or len(old) * len(new) > MOST_WORK:
        left.append((gone, True))
        right.append((come, True))
        return
    for same, before, after in _pieces(old, new):
        left.append((before, not same))
        right.append((after, not same))


def _pieces(old: Sequence[str], new: Sequence[str]) -> list[tuple[bool, str, str]]:
    matcher = SequenceMatcher(None, old, new)
    return [
        (tag == "equal", "".join(old[a:b]), "".join(new[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
    ]


def joined(spans: Sequence[Span]) -> list[Span]:
    """Drop empty pieces and put neighbours of the same sort together."""
    found: list[Span] = []
    for text, is_changed in spans:
        if not text:
            continue
        if found and found[-1][1] == is_changed:
            found[-1] = (found[-1][0] + text, is_changed)
        else:
            found.append((text, is_changed))
    return found
