"""The codes organisations are known by: GB 32100-2015, and GB 11714-1997 before it."""

import unicodedata
from datetime import date

from stdnum.cn import uscc as gb32100
from stdnum.exceptions import ValidationError

# 国发〔2015〕33号 gave the old codes a transition that ended with 2017.
FORMER_CODE_ENDS = date(2018, 1, 1)
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_VALUES = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


def normal_code(text: str) -> str:
    """Write a code as the standard does: half-width, upper case, without blanks and hyphens."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in plain if c.isalnum())


def is_uscc(code: str) -> bool:
    """Say whether a normal code satisfies GB 32100-2015 with its check character."""
    try:
        # No registration department has the number 0; without this eighteen zeros would pass.
        return len(code) == 18 and code[0] != "0" and gb32100.validate(code) == code
    except ValidationError:
        return False


def uscc_with_check(stem: str) -> str:
    """Append the check character to the first seventeen."""
    return stem + gb32100.calc_check_digit(stem)


def is_former_code(code: str) -> bool:
    """Say whether a normal code satisfies GB 11714-1997 (组织机构代码)."""
    if len(code) != 9 or any(c not in _VALUES for c in code):
        return False
    return code[8] == former_check(code[:8])


def former_check(stem: str) -> str:
    """Return the check character of GB 11714 for eight characters."""
    total = sum(w * _VALUES[c] for w, c in zip(_WEIGHTS, stem, strict=True))
    return "0123456789X0"[11 - total % 11]
