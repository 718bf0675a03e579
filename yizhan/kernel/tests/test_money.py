"""Amounts in yuan."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.kernel import money

WORTH = {
    "零": 0,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
SCALE = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1.05", "壹元零伍分"),
        ("10", "壹拾元整"),
        ("105", "壹佰零伍元整"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100100000", "壹亿零壹拾万元整"),
        ("8600000", "捌佰陆拾万元整"),
    ],
)
def test_amounts_in_words(amount: str, words: str) -> None:
    """As written on bills and contracts."""
    assert money.in_words(Decimal(amount)) == words


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_words_say_the_same_amount(amount: Decimal) -> None:
    """Read back, the words give the amount again."""
    assert _read(money.in_words(amount)) == amount


def _read(words: str) -> Decimal:
    whole, _, rest = words.partition("元") if "元" in words else ("", "", words)
    fen = sum(
        WORTH[rest[i]] * factor
        for i in range(len(rest) - 1)
        for unit, factor in (("角", 10), ("分", 1))
        if rest[i + 1] == unit
    )
    return Decimal(_read_integer(whole)) + Decimal(fen) / 100


def _read_integer(words: str) -> int:
    total = group = digit = 0
    for sign in words:
        if sign in WORTH:
            digit = WORTH[sign]
        elif sign in SCALE:
            group += digit * SCALE[sign]
            digit = 0
        elif sign == "万":
            total += (group + digit) * 10_000
            group = digit = 0
        else:
            total = (total + group + digit) * 100_000_000
            group = digit = 0
    return total + group + digit


@pytest.mark.parametrize(
    ("amount", "shown"), [("9999.99", "元"), ("10000", "万元"), ("100000000", "亿元")]
)
def test_the_unit_follows_the_size(amount: str, shown: str) -> None:
    """The bound itself belongs to the larger unit."""
    assert money.scaled(Decimal(amount))[1] == shown


def test_halves_are_rounded_up() -> None:
    """0.005 is a fen."""
    assert money.to_fen(Decimal("0.005")) == Decimal("0.01")


def test_no_words_for_negative_or_absurd_amounts() -> None:
    """A bound document never says minus."""
    for amount in (Decimal(-1), money.LARGEST + 1):
        with pytest.raises(ValueError, match="amounts"):
            money.in_words(amount)
