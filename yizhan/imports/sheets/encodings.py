"""In which encoding a text file is, decided over the whole file, not its first lines."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yizhan.kernel.refusals import Refusal, Refused

ENCODINGS = ("utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5")

_CHUNK = 1 << 20
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_NEIGHBOURS = re.compile(r"[^\x00-\x7f]{2,}")
# Enough damage to be a slip of some program, too little to be another encoding.
_TOLERATED = 0.005


@dataclass(frozen=True, slots=True)
class Detected:
    """An encoding that reads the file; `damaged` when a few bytes had to be given up."""

    encoding: str
    damaged: bool = False


def detect_encoding(path: Path) -> Detected:
    """Choose the encoding, or refuse when none makes sense of the bytes."""
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return _with_bom(path, encoding)
    if wide := _wide(head):
        return Detected(wide)
    if _decodes(path, "utf-8"):
        return Detected("gb18030" if _short_gb_in_disguise(head) else "utf-8-sig")
    if _decodes(path, "gb18030"):
        return Detected(_gb_or_big5(path, head))
    return _least_damaged(path)


def decoded_chunks(path: Path, encoding: str, errors: str = "strict") -> Iterator[str]:
    """Decode a file piece by piece."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with path.open("rb") as file:
        while data := file.read(_CHUNK):
            yield decoder.decode(data)
    yield decoder.decode(b"", final=True)


def _with_bom(path: Path, encoding: str) -> Detected:
    return Detected(encoding, damaged=not _decodes(path, encoding))


def _wide(head: bytes) -> str:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) <= len(head) // 10 or min(even, odd) >= max(even, odd) // 10:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _decodes(path: Path, encoding: str) -> bool:
    try:
        for _ in decoded_chunks(path, encoding):
            pass
    except UnicodeError:
        return False
    return True


def _short_gb_in_disguise(head: bytes) -> bool:
    """Catch the few GB words whose bytes also happen to be valid UTF-8.

    Such text has two-byte sequences only, stands in runs, and reads as everyday characters;
    a French or Russian text fails one of the three.
    """
    text = head.decode("utf-8", "ignore")
    foreign = _NON_ASCII.findall(text)
    if not foreign or max(map(ord, foreign)) > 0x7FF:
        return False
    in_runs = sum(len(run) for run in _NEIGHBOURS.findall(text))
    # A GB character is two bytes that decode to one UTF-8 character here, so runs may be short.
    return in_runs >= 0.5 * len(foreign) and _share_of_everyday(head, "gb18030") > 0.9


def _gb_or_big5(path: Path, head: bytes) -> str:
    if len(_NON_ASCII.findall(head.decode("gb18030", "ignore"))) < 20:
        return "gb18030"
    everyday = _share_of_everyday(head, "gb18030")
    rare = everyday < 0.5 and _share_of_everyday(head, "big5") - everyday > 0.3
    return "big5" if rare and _decodes(path, "big5") else "gb18030"


def _share_of_everyday(head: bytes, encoding: str) -> float:
    """Measure how much of the non-ASCII text is in the level of everyday characters."""
    text = head.decode(encoding, "ignore")
    foreign = _NON_ASCII.findall(text)
    return sum(_is_everyday(char, encoding) for char in foreign) / max(len(foreign), 1)


def _is_everyday(char: str, encoding: str) -> bool:
    raw = char.encode(encoding, "ignore")
    if len(raw) != 2:
        return False
    if encoding == "big5":
        return 0xA1 <= raw[0] <= 0xC6
    return raw[1] >= 0xA1 and (0xA1 <= raw[0] <= 0xA3 or 0xB0 <= raw[0] <= 0xD7)


def _least_damaged(path: Path) -> Detected:
    losses = {name: _loss(path, name) for name in ("utf-8", "gb18030")}
    best = min(losses, key=losses.__getitem__)
    if losses[best] > _TOLERATED:
        raise Refused([Refusal("imports.unknown_encoding")])
    return Detected("utf-8-sig" if best == "utf-8" else best, damaged=True)


def _loss(path: Path, encoding: str) -> float:
    lost = foreign = 0
    for text in decoded_chunks(path, encoding, "replace"):
        lost += text.count("�")
        foreign += len(_NON_ASCII.findall(text))
    # One slip is forgiven even in a file of few characters.
    return max(lost - 1, 0) / max(foreign, 1)
