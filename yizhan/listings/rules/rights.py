"""What the rules say about a right: its number, its check digit, its term."""

import re
from collections.abc import Iterator
from datetime import date

from yizhan.kernel.refusals import Refusal
from yizhan.listings.details import Ip
from yizhan.listings.terms import IpKind, IpStatus

PATENT_TERMS = {IpKind.INVENTION_PATENT: 20, IpKind.UTILITY_MODEL: 10, IpKind.DESIGN: 15}

_APPLICATION = re.compile(r"(?:ZL|CN)?((?:19|20)\d{2})([12389])(\d{7})\.?([\dX])")
_OLD_APPLICATION = re.compile(r"(?:ZL|CN)?(\d{2})([1-389])(\d{5})\.?([\dX])")
_PUBLICATION = re.compile(r"CN[1-3]\d{6,9}[A-CSUY]\d?")
_FOREIGN = re.compile(
    r"(?:US|EP|WO|JP|KR|DE|GB|FR|CA|AU|RU|IN|EA|TW|HK|PCT/?CN)[\dA-Z/\-]{5,18}"
)
_PATENT = (_APPLICATION, _OLD_APPLICATION, _PUBLICATION, _FOREIGN)
_NUMBERS = {
    IpKind.INVENTION_PATENT: _PATENT,
    IpKind.UTILITY_MODEL: _PATENT,
    IpKind.DESIGN: _PATENT,
    IpKind.SOFTWARE_COPYRIGHT: (
        re.compile(r"(?:软著登字第?)?\d{4}SR\d{6,7}|软著登字第?\d{6,8}号?"),
    ),
    IpKind.PLANT_VARIETY: (re.compile(r"CNA\d{6,10}(?:\.\d)?"),),
    IpKind.IC_LAYOUT: (re.compile(r"BS\.?\d{8,11}(?:\.?\d)?"),),
}


def patent_number_holds(number: str) -> bool:
    """Say whether the check digit of a Chinese application number agrees, where it has one."""
    plain = number.replace(" ", "").upper()
    found = _APPLICATION.fullmatch(plain) or _OLD_APPLICATION.fullmatch(plain)
    if found is None:
        return True
    digits = "".join(found.groups()[:-1])
    weights = [*range(2, 10), *range(2, 6)]
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
    return "0123456789X"[total % 11] == found.groups()[-1]


def against_right(right: Ip, today: date, *, place: str) -> Iterator[Refusal]:
    """Give every reason why this right may not stand as it is stated."""
    plain = right.number.replace(" ", "").upper()
    shapes = _NUMBERS.get(right.kind, ())
    if shapes and not plain:
        yield Refusal("listings.no_ip_number", place=f"{place}.number")
    elif shapes and not any(shape.fullmatch(plain) for shape in shapes):
        yield Refusal("listings.ip_number_malformed", place=f"{place}.number")
    if right.status == IpStatus.GRANTED and _has_lapsed(right, plain, today):
        yield Refusal("listings.ip_expired", place=f"{place}.status")


def _has_lapsed(right: Ip, plain: str, today: date) -> bool:
    if right.expires is not None:
        return right.expires < today
    applied = _APPLICATION.fullmatch(plain)
    years = PATENT_TERMS.get(right.kind)
    return bool(applied and years and int(applied[1]) + years < today.year)
