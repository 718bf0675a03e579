"""How a registration number is written; the layout is data of the law book.

Letters of a layout: y year, r the office's region (province and city), o the office, n serial.
"""

from dataclasses import dataclass
from itertools import groupby

from yizhan.kernel.refusals import Refusal, refuse_if


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """What a registration number says."""

    year: int
    region: str
    office: str
    serial: int


def compose(layout: str, number: Number) -> str:
    """Write the number; refuses when a part no longer fits its place."""
    parts = {
        "y": str(number.year),
        "r": number.region,
        "o": number.office,
        "n": str(number.serial),
    }
    written = ""
    for letter, run in groupby(layout):
        width = len(list(run))
        text = parts[letter]
        if letter == "y":
            text = text[-width:]
        refuse_if([Refusal("contracts.numbers_used_up")] if len(text) > width else [])
        written += text.rjust(width, "0")
    return written


def read(layout: str, text: str) -> Number | None:
    """Read a number back; None when it is not of this layout. Two digits mean 1985 to 2084."""
    if len(text) != len(layout) or not (text.isascii() and text.isdecimal()):
        return None
    parts = {
        letter: "".join(
            digit for digit, place in zip(text, layout, strict=True) if place == letter
        )
        for letter in "yron"
    }
    year = int(parts["y"])
    if len(parts["y"]) == 2:
        year += 1900 if year >= 85 else 2000
    return Number(year=year, region=parts["r"], office=parts["o"], serial=int(parts["n"]))
