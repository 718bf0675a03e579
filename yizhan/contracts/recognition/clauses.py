"""A contract cut into clauses, each with the place a reader finds it at; plain Python."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# 第四条 · 第 4.2 条 · 4.2 · 4、 · （三） at the beginning of a line.
_NUMBERED = re.compile(
    r"^\s*(?:(第\s*[一二三四五六七八九十百零〇0-9.]+\s*[条款章节])"
    r"|([0-9]{1,2}(?:\.[0-9]{1,2}){0,3})(?=[\s、.．)）])"
    r"|([（(][一二三四五六七八九十0-9]{1,3}[）)]))[、.．\s]*"
)
_SENTENCE = re.compile(r"[^。；;！？!?]+[。；;！？!?]?")
LONGEST = 400
MOST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One sentence and where it stands; `source` says in what: title, line or paper."""

    source: str
    place: str
    text: str


def clauses_of(text: str, *, source: str = "") -> list[Clause]:
    """Cut a text at its numbers and sentence ends; unnumbered lines are counted."""
    return list(_limited(_cut(text, source)))


def _cut(text: str, source: str) -> Iterator[Clause]:
    article = inner = ""
    for count, line in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
        found = _NUMBERED.match(line)
        if found is not None:
            head = re.sub(r"\s+", "", found.group(0)).rstrip("、.．")
            article, inner = (head, "") if not found.group(3) else (article, head)
            line = line[found.end() :]  # noqa: PLW2901
        place = f"{article}{inner}" or f"¶{count}"
        for sentence in _SENTENCE.findall(line):
            if said := sentence.strip():
                yield Clause(source=source, place=place, text=said[:LONGEST])


def _limited(found: Iterable[Clause]) -> Iterator[Clause]:
    for count, clause in enumerate(found):
        if count == MOST:
            return
        yield clause
