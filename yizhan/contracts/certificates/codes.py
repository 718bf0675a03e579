"""The verify code: twelve characters on paper, read aloud and typed without mistakes.

Thirty-one characters without 0, I, L and U-like pairs that hands confuse; the count is a
prime, so that the last character finds every single mistake and every swap of neighbours.
"""

import secrets
import unicodedata

ALPHABET = "123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_BASE = len(ALPHABET)
_CONFUSED = str.maketrans({"I": "1", "L": "1"})


def new_code() -> str:
    """Draw a code: 54 bits that nobody guesses, and a check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + _check(body)


def read_code(typed: str) -> str:
    """Return the code somebody typed, or "" when it can be none."""
    folded = unicodedata.normalize("NFKC", typed).upper().translate(_CONFUSED)
    code = "".join(one for one in folded if one not in " -_·.\u3000")
    if len(code) != LENGTH or any(one not in ALPHABET for one in code):
        return ""
    return code if _check(code[:-1]) == code[-1] else ""


def shown_code(code: str) -> str:
    """Write the code in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def _check(body: str) -> str:
    total = sum((place + 1) * ALPHABET.index(one) for place, one in enumerate(body))
    return ALPHABET[-total * pow(LENGTH, -1, _BASE) % _BASE]
