"""Money in yuan: Decimal, compared unrounded, rounded half up to the fen at the edge."""

from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
WAN = Decimal(10_000)
YI = Decimal(100_000_000)
LARGEST = Decimal("9999999999999999.99")

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def to_fen(amount: Decimal) -> Decimal:
    """Round half up to the fen; for the edge only, never before a comparison."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def scaled(amount: Decimal) -> tuple[Decimal, str]:
    """Choose 元, 万元 or 亿元 by size and return the figure in that unit, exact."""
    size = abs(amount)
    if size >= YI:
        return amount / YI, "亿元"
    if size >= WAN:
        return amount / WAN, "万元"
    return amount, "元"


def in_words(amount: Decimal) -> str:
    """Write a non-negative amount in Chinese capitals as used on bound documents (大写)."""
    if amount < 0 or amount > LARGEST:
        raise ValueError("Only amounts from 0 to 9,999,999,999,999,999.99 yuan have words.")
    fen_total = int(to_fen(amount) * 100)
    yuan, rest = divmod(fen_total, 100)
    jiao, fen = divmod(rest, 10)
    words = f"{_integer(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{words}整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif yuan:
        words += "零"
    return f"{words}{_DIGITS[fen]}分" if fen else f"{words}整"


def _integer(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    words = ""
    gap = False
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if group == 0:
            gap = bool(words)
            continue
        if words and (gap or group < 1000):
            words += _DIGITS[0]
        words += _group(group) + _GROUPS[index]
        gap = False
    return words


def _group(number: int) -> str:
    words = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        if gap:
            words += _DIGITS[0]
            gap = False
        words += _DIGITS[digit] + _PLACES[place]
    return words
