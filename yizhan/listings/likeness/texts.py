"""What of a text counts when two are compared: letters and digits in one spelling."""

import re
import unicodedata
from functools import lru_cache

import opencc

# Letters of other alphabets that look like Latin ones, after folding the case.
_LOOK_ALIKES = str.maketrans(
    "абвгеёзийкмнорстухіјѕһԁԛԝαβγεικνορτυχωϲϳ",
    "a6bree3nnkmhopctyxijshdqwabyeikvoptuxwcj",
)
_ENDS = re.compile(r"[。．；;！!？?\n\r]+")
_converter = opencc.OpenCC("t2s")


@lru_cache(maxsize=512)
def normal(text: str) -> str:
    """Keep letters and digits: wide forms narrow, traditional simplified, look-alikes Latin.

    Blanks, punctuation, marks and everything invisible go, so that none of them can make one
    text two.
    """
    plain = str(_converter.convert(unicodedata.normalize("NFKC", text))).casefold()
    kept = [sign for sign in plain.translate(_LOOK_ALIKES) if sign.isalnum()]
    return "".join(kept)


def fragments(text: str, *, shortest: int) -> list[str]:
    """Split at the ends of sentences; short ones are everybody's."""
    parts = (normal(part) for part in _ENDS.split(unicodedata.normalize("NFKC", text)))
    return [part for part in parts if len(part) >= shortest]
