"""The sentence of an offer that says most of what the need says, with the words marked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from yizhan.matching.engine.text import clean, normalise

LONGEST: Final = 120
SHORTEST: Final = 4
# Comparing narrows the punctuation; beside a Chinese character it is printed wide again.
_NARROW: Final = re.compile(r"(?<=[\u4e00-\u9fff])[,;:](?!\d)|[,;:](?=[\u4e00-\u9fff])")
_WIDE: Final = {",": "，", ";": "；", ":": "："}
_SENTENCE: Final = re.compile(r"[^。;!?\n]+(?:[。;!?]+|$)")


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
    for source, sentence in _sentences(title, text):
        if source == "title" and best is not None:
            break  # it stands above the quotation anyway
        piece, marks = _marked(sentence, worth)
        value = sum(worth[word] for word in set(_words_at(piece, marks)) if word in worth)
        if marks and (best is None or value > best[0]):
            best = (value, Quote(source, piece, marks))
    return best[1] if best else None


def _sentences(title: str, text: str) -> list[tuple[str, str]]:
    found = [
        ("text", _printed(match.group()))
        for match in _SENTENCE.finditer(clean(text))
        if len(match.group().strip()) >= SHORTEST
    ]
    return [*found, ("title", clean(title))]


def _printed(sentence: str) -> str:
    """Set a sentence as it was written, without the mark that led on to the next."""
    piece = sentence.strip().rstrip(",;:")
    return _NARROW.sub(lambda found: _WIDE[found.group()], piece)


def _marked(
    sentence: str, worth: Mapping[str, float]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Mark the shared words; a long sentence is cut to the window with most of them."""
    plain = normalise(sentence)
    if len(plain) != len(sentence):
        plain = sentence.lower()
    spans = sorted(
        (match.start(), match.end())
        for word in worth
        if word in plain  # most are not; the pattern costs ten times as much
        for match in re.finditer(_pattern(word), plain)
    )
    marks = _joined(spans)
    if len(sentence) <= LONGEST:
        return sentence, tuple(marks)
    return _window(sentence, marks)


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


def _window(
    sentence: str, marks: list[tuple[int, int]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Cut to LONGEST characters around most of the marks."""
    if not marks:
        return sentence[:LONGEST], ()
    covered = [
        (sum(e - s for s, e in marks if s >= first and e <= first + LONGEST - 2), -first)
        for first, _end in marks
    ]
    start = -max(covered)[1]
    start = max(0, min(start - 8, len(sentence) - LONGEST + 2)) if start > 8 else 0
    end = min(len(sentence), start + LONGEST - 2)
    left, right = "…" if start else "", "…" if end < len(sentence) else ""
    shift = len(left) - start
    kept = tuple((s + shift, e + shift) for s, e in marks if s >= start and e <= end)
    return left + sentence[start:end] + right, kept


def _words_at(text: str, marks: tuple[tuple[int, int], ...]) -> list[str]:
    """List every marked stretch and the words inside it."""
    found = []
    for start, end in marks:
        stretch = normalise(text[start:end])
        size = len(stretch)
        found += [stretch[a:b] for a in range(size) for b in range(a + 2, min(size, a + 8) + 1)]
        found.append(stretch)
    return found
