"""The tests behind the cards, one function each, named as its card."""

# Every test takes the same three, whether it looks at the neighbours or not.
# ruff: noqa: ARG001

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from stdnum.cn import uscc as gb32100

from yizhan.contracts.anomalies.subjects import Around, Hit, PartyFacts, Subject
from yizhan.contracts.recognition.sketch import likeness, title_likeness

Settings = Mapping[str, Any]
_CHINA = "142"
_RIGHTS_PASS = frozenset({"assignment", "licence"})
_ENDED = frozenset({"expired", "invalid"})
# Makes the median deviation of a normal distribution its standard deviation.
_SCALE = Decimal("1.4826")
# GB 32100 without the first two places: provinces that exist, and the nation itself.
_PROVINCES = frozenset(
    f"{region}{one}"
    for region, last in (("1", "012345"), ("2", "123"), ("3", "1234567"), ("4", "123456"))
    for one in last
) | {"50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82"}


def split_contracts(subject: Subject, around: Around, settings: Settings) -> Iterator[Hit]:
    """Several small contracts of the same two parties that would be a large one together."""
    limit = min(around.thresholds, default=Decimal(0))
    if not limit or subject.value >= limit:
        return
    near = [
        other
        for other in around.contracts
        if _same_parties(subject, other)
        and other.value < limit
        and other.kind == subject.kind
        and _days_apart(subject, other) <= settings["window_days"]
        and _looks_alike(subject, other, settings["likeness"])
    ]
    total = subject.value + sum((other.value for other in near), Decimal(0))
    if near and total >= limit:
        yield Hit(
            values={
                "count": str(len(near) + 1),
                "total": _yuan(total),
                "limit": _yuan(limit),
                "days": str(settings["window_days"]),
            },
            others=tuple(other.id for other in near),
        )


def related_parties(subject: Subject, around: Around, settings: Settings) -> Iterator[Hit]:
    """Seller and buyer share a code, a legal representative, a telephone or an address."""
    if subject.is_related_party:
        return
    for seller in subject.sellers:
        for buyer in subject.buyers:
            shared = _shared(seller, buyer)
            if shared:
                yield Hit(values={"seller": seller.name, "buyer": buyer.name, "shared": shared})
                return


def same_text_other_title(
    subject: Subject, around: Around, settings: Settings
) -> Iterator[Hit]:
    """Much the same text stands in another contract under another title."""
    for other in around.contracts:
        share = likeness(subject.sketch, other.sketch)
        titles = title_likeness(subject.title, other.title)
        if share >= settings["likeness"] and titles < settings["title_likeness"]:
            yield Hit(values={"title": other.title, "share": str(share)}, others=(other.id,))
            return


def just_under(subject: Subject, around: Around, settings: Settings) -> Iterator[Hit]:
    """A seller's sums lie just under a threshold again and again."""
    for limit in around.thresholds:
        low = limit * Decimal(settings["share"])
        if not low <= subject.value < limit:
            continue
        near = [
            other
            for other in around.contracts
            if low <= other.value < limit
            and _same(subject.sellers, other.sellers)
            and _days_apart(subject, other) <= settings["window_days"]
        ]
        if len(near) + 1 >= settings["least"]:
            yield Hit(
                values={
                    "count": str(len(near) + 1),
                    "limit": _yuan(limit),
                    "days": str(settings["window_days"]),
                },
                others=tuple(other.id for other in near),
            )
            return


def assignment_without_right(
    subject: Subject, around: Around, settings: Settings
) -> Iterator[Hit]:
    """An assignment or licence that names no right."""
    if subject.kind not in _RIGHTS_PASS or subject.ip_type == "know_how":
        return
    if not any(right.number for right in subject.rights):
        yield Hit(values={"count": str(len(subject.rights))})


def delivery_before_signature(
    subject: Subject, around: Around, settings: Settings
) -> Iterator[Hit]:
    """Performance began before the contract was signed."""
    if subject.signed_on is None or subject.effective_from is None:
        return
    days = (subject.signed_on - subject.effective_from).days
    if days > settings["tolerated_days"]:
        yield Hit(
            values={
                "from": subject.effective_from.isoformat(),
                "signed": subject.signed_on.isoformat(),
                "days": str(days),
            }
        )


def ended_right(subject: Subject, around: Around, settings: Settings) -> Iterator[Hit]:
    """A right had ended or was invalid when the contract was signed."""
    for right in subject.rights:
        is_over = right.expires_on is not None and right.expires_on < (
            subject.signed_on or subject.filed_on
        )
        outlasted = (
            subject.kind == "licence"
            and right.expires_on is not None
            and subject.effective_until is not None
            and subject.effective_until > right.expires_on
        )
        if right.status in _ENDED or is_over or outlasted:
            yield Hit(
                values={
                    "number": right.number or right.type,
                    "expires": right.expires_on.isoformat() if right.expires_on else "—",
                }
            )


def filed_twice(subject: Subject, around: Around, settings: Settings) -> Iterator[Hit]:
    """The same contract has been filed before, here or at another office."""
    for other in around.contracts:
        same_sum = _same_parties(subject, other) and subject.value == other.value
        same_title = title_likeness(subject.title, other.title) >= settings["title_likeness"]
        same_text = likeness(subject.sketch, other.sketch) >= settings["likeness"]
        if same_sum and (same_text or (same_title and subject.signed_on == other.signed_on)):
            yield Hit(
                values={"title": other.title, "office": other.office or "—"},
                others=(other.id,),
            )
            return


def impossible_code(subject: Subject, around: Around, settings: Settings) -> Iterator[Hit]:
    """A credit code whose check digit is wrong or whose region cannot be."""
    for party in (*subject.sellers, *subject.buyers):
        wrong = _wrong(party)
        if wrong:
            yield Hit(values={"party": party.name, "code": wrong})


def value_outlier(subject: Subject, around: Around, settings: Settings) -> Iterator[Hit]:
    """The value lies far from those of its kind and field."""
    spread = around.spread
    if spread is None or spread.count < settings["least"] or subject.value <= 0:
        return
    # Where half of all sums are the same, any other sum would be infinitely far away.
    deviation = max(spread.deviation * _SCALE, Decimal(settings["least_deviation"]))
    distance = abs(subject.value.ln() - spread.median) / deviation
    if distance > Decimal(settings["distance"]):
        yield Hit(
            values={
                "value": _yuan(subject.value),
                "median": _yuan(spread.median.exp()),
                "count": str(spread.count),
                "distance": f"{distance:.1f}",
            }
        )


Test = Callable[[Subject, Around, Settings], Iterator[Hit]]
TESTS: Mapping[str, Test] = MappingProxyType(
    {
        test.__name__: test
        for test in (
            split_contracts,
            just_under,
            filed_twice,
            same_text_other_title,
            related_parties,
            assignment_without_right,
            ended_right,
            delivery_before_signature,
            impossible_code,
            value_outlier,
        )
    }
)


def _same_parties(first: Subject, second: Subject) -> bool:
    return _same(first.sellers, second.sellers) and _same(first.buyers, second.buyers)


def _same(first: Sequence[PartyFacts], second: Sequence[PartyFacts]) -> bool:
    return bool({_key(one) for one in first} & {_key(one) for one in second})


def _key(party: PartyFacts) -> str:
    return party.uscc or party.name.strip()


def _shared(seller: PartyFacts, buyer: PartyFacts) -> str:
    """Return what the two have in common, the weightiest first."""
    for name in ("uscc", "legal_representative", "phone", "address"):
        ours, theirs = str(getattr(seller, name)).strip(), getattr(buyer, name).strip()
        if ours and ours == theirs:
            return ours
    return seller.name if seller.name.strip() == buyer.name.strip() else ""


def _wrong(party: PartyFacts) -> str:
    if party.country != _CHINA:
        return party.region
    if party.region and party.region[:2] not in _PROVINCES:
        return party.region
    # Before 2018 an organisation code of nine signs was enough.
    if len(party.uscc) == 18:
        is_there = gb32100.is_valid(party.uscc) and party.uscc[2:4] in _PROVINCES
        return "" if is_there else party.uscc
    return ""


def _looks_alike(first: Subject, second: Subject, least: int) -> bool:
    if likeness(first.sketch, second.sketch) >= least:
        return True
    return title_likeness(first.title, second.title) >= least


def _days_apart(first: Subject, second: Subject) -> int:
    return abs(_signed(first) - _signed(second)) // timedelta(days=1)


def _signed(subject: Subject) -> date:
    return subject.signed_on or subject.filed_on


def _yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}"
