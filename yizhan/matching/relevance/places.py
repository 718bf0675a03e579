"""Names of places in running text; the table of regions comes from outside."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

_LEVELS: Final = ("省", "市", "自治区", "特别行政区", "地区", "盟", "自治州")
_COUNTY: Final = 6


class Gazetteer:
    """Finds regions by name; what is a province, city or county is read from the code."""

    def __init__(
        self, regions: Iterable[tuple[str, str, str, str]], *, ambiguous: Iterable[str] = ()
    ) -> None:
        """Take (code, name, short name, English name); ambiguous short names never count."""
        never = frozenset(ambiguous)
        self._codes: dict[str, str] = {}
        english: dict[str, str] = {}
        for code, name, short, foreign in regions:
            names = {name}
            if not code.endswith("00") or short in never or len(short) < 2:
                names = {name} if len(name) > 2 else set()
            else:
                names.add(short)
            for one in names:
                self._codes.setdefault(one, code)
            if foreign and code.endswith("00"):
                english.setdefault(foreign.lower(), code)
        longest_first = sorted(self._codes, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")
        names_en = "|".join(map(re.escape, sorted(english, key=len, reverse=True)))
        self._english = english
        self._english_pattern = re.compile(rf"\b(?:{names_en})\b" if english else "(?!)")

    def find(self, text: str) -> list[tuple[str, str]]:
        """List (code, word as found), the best first: named most often, then most exact."""
        words: Counter[tuple[str, str]] = Counter()
        for match in self._pattern.finditer(text):
            words[self._codes[match.group()], match.group()] += 1
        for match in self._english_pattern.finditer(text.lower()):
            words[self._english[match.group()], match.group()] += 1
        order = {pair: place for place, pair in enumerate(words)}
        return sorted(words, key=lambda pair: (-words[pair], -_depth(pair[0]), order[pair]))


def _depth(code: str) -> int:
    return _COUNTY - (len(code) - len(code.rstrip("0"))) // 2 * 2
