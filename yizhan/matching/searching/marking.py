"""Mark the words of a search in the texts it found, whatever way they were written."""

import re
from collections.abc import Iterable, Sequence

Span = tuple[str, bool]
_WINDOW = 120


def marked(text: str, words: Iterable[str]) -> list[Span]:
    """Cut the text into (piece, is_marked) where the words occur, longest words first."""
    wanted = sorted({word for word in words if word}, key=len, reverse=True)
    if not wanted or not text:
        return [(text, False)]
    pattern = re.compile("|".join(map(re.escape, wanted)), re.IGNORECASE)
    spans: list[Span] = []
    place = 0
    for match in pattern.finditer(text):
        if match.start() > place:
            spans.append((text[place : match.start()], False))
        if spans and spans[-1][1] and match.start() == place:
            spans[-1] = (spans[-1][0] + match.group(), True)
        else:
            spans.append((match.group(), True))
        place = match.end()
    if place < len(text):
        spans.append((text[place:], False))
    return spans


def excerpt(text: str, words: Sequence[str], *, length: int = _WINDOW) -> list[Span]:
    """Cut a window with the most marked words out of a long text, and mark it."""
    text = " ".join(text.split())
    if len(text) <= length:
        return marked(text, words)
    places = [
        place for word in words if word and (place := text.lower().find(word.lower())) >= 0
    ]
    begin = max(0, min(places, default=0) - length // 4)
    # Begin at a sentence rather than in the middle of a word.
    stop = max(text.rfind(mark, 0, begin + 1) for mark in "。；！？.;")
    if begin and begin - stop < length // 3:
        begin = stop + 1
    piece = text[begin : begin + length].strip()
    spans = marked(piece, words)
    if begin:
        spans.insert(0, ("…", False))
    if begin + length < len(text):
        spans.append(("…", False))
    return spans
