"""The sentence of an offer that says most of what the need says, with the words marked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from yizhan.matching.engine.text import clean, normalise

LONGEST: Final = 120
SHORTEST: Final = 4
# Comparing narrows the punctuation; beside a Chinese character it is printed wide again.
_NARROW: Final = re.compile(r"(?<=[\u4e00-\u9fff])[,;:](?!\d)|[,;:](?=[\u4e00-\u9fff])")
_WIDE: Final = {",": "，", ";": "；", ":": "："}
_SENTENCE: Final = re.compile(r"[^。;!?\n]+(?:[。;!?]+|$)")


class _Sentence(NamedTuple):
    """A sentence as it is shown and, equally long, as words are compared in it."""

    shown: str
    plain: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of the offer's text and the spans to mark in it."""

    source: str
    text: str
    marks: tuple[tuple[int, int], ...]

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """Cut into marked and unmarked pieces, ready to print."""
        pieces, position = [], 0
        for start, end in self.marks:
            if start > position:
                pieces.append((self.text[position:start], False))
            pieces.append((self.text[start:end], True))
            position = end
        if position < len(self.text):
            pieces.append((self.text[position:], False))
        return tuple(pieces)


def quote(title: str, text: str, worth: Mapping[str, float]) -> Quote | None:
    """Choose the sentence whose marked words are worth most; the title if the text has none."""
    best: tuple[float, Quote] | None = None
    for sentence in _sentences(text):
        found = _quoted("text", sentence, worth)
        if found and (best is None or found[0] > best[0]):
            best = found
    # The title stands above the quotation anyway.
    best = best or _quoted("title", _Sentence(clean(title), _compared(title)), worth)
    return best[1] if best else None


def _sentences(text: str) -> Iterator[_Sentence]:
    shown, plain = clean(text), _compared(text)
    for match in _SENTENCE.finditer(shown):
        piece = match.group().strip()
        if len(piece) >= SHORTEST:
            start = match.start() + match.group().index(piece)
            printed = _printed(piece)
            yield _Sentence(printed, plain[start : start + len(printed)])


def _compared(text: str) -> str:
    """Give the text as words are compared in it, character for character."""
    shown, plain = clean(text), normalise(text)
    return plain if len(plain) == len(shown) else shown.lower()


def _printed(sentence: str) -> str:
    """Set a sentence as it was written, without the mark that led on to the next."""
    piece = sentence.rstrip(",;:")
    return _NARROW.sub(lambda found: _WIDE[found.group()], piece)


def _quoted(
    source: str, sentence: _Sentence, worth: Mapping[str, float]
) -> tuple[float, Quote] | None:
    """Mark the shared words; a long sentence is cut to the window with most of them."""
    hits = [
        (match.start(), match.end(), word)
        for word in worth
        if word in sentence.plain  # most are not; the pattern costs ten times as much
        for match in re.finditer(_pattern(word), sentence.plain)
    ]
    if not hits:
        return None
    marks = _joined(sorted((start, end) for start, end, _word in hits))
    first, last = 0, len(sentence.shown)
    if last > LONGEST:
        first, last = _window(last, marks)
    said = {word for start, end, word in hits if first <= start and end <= last}
    return sum(worth[word] for word in said), _cut(source, sentence.shown, first, last, marks)


def _pattern(word: str) -> str:
    """Match a Latin stem at the beginning of words only."""
    escaped = re.escape(word)
    return rf"(?<![0-9a-z]){escaped}[a-z]*" if word.isascii() else escaped


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _window(size: int, marks: list[tuple[int, int]]) -> tuple[int, int]:
    """Choose LONGEST characters around most of the marks."""
    covered = [
        (sum(e - s for s, e in marks if s >= first and e <= first + LONGEST - 2), -first)
        for first, _end in marks
    ]
    start = -max(covered)[1]
    start = max(0, min(start - 8, size - LONGEST + 2)) if start > 8 else 0
    return start, min(size, start + LONGEST - 2)


def _cut(source: str, shown: str, first: int, last: int, marks: list[tuple[int, int]]) -> Quote:
    left, right = "…" if first else "", "…" if last < len(shown) else ""
    shift = len(left) - first
    kept = tuple((s + shift, e + shift) for s, e in marks if s >= first and e <= last)
    return Quote(source, left + shown[first:last] + right, kept)
