"""The facets a document can be filtered by: one table for the index, the store and the score.

Codes are small numbers: region is the six-digit GB/T 2260 code, industry the two-digit
GB/T 4754 division, section its letter as 1-20, money whole yuan, days since 1970, seconds
since 1970. A missing value is 0, except for money, where 0 is a price and -1 is missing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

FacetValue: TypeAlias = int | Iterable[int]

NEED: Final = 1
OFFER: Final = 2
SERVICE: Final = 3
EXPERT: Final = 4
KINDS: Final = (NEED, OFFER, SERVICE, EXPERT)

NO_PRICE: Final = -1

# One number per document.
SINGLE: Final = (
    "kind",
    "region",  # county, six digits; province and city are derived below
    "province",
    "city",
    "section",
    "industry",
    "trl_low",
    "trl_high",
    "price_low",
    "price_high",
    "deadline",  # day
    "published",  # second
    "owner_kind",
    "owner",  # 63 bits of the organisation's id
    "verified",
)
# Several numbers per document, each from 1 to 63: kept as bits in the forward store.
MULTIPLE: Final = ("fields", "modes")
FACETS: Final = SINGLE + MULTIPLE


def region_facets(region: int) -> dict[str, int]:
    """Spread a county code over the levels people filter by."""
    return {"region": region, "city": region // 100, "province": region // 10_000}


def bits(codes: Iterable[int]) -> int:
    """Fold codes from 1 to 63 into one number."""
    mask = 0
    for code in codes:
        if not 1 <= code <= 63:
            raise ValueError(f"code {code} does not fit into the bit mask")
        mask |= 1 << code
    return mask


def unbits(mask: int) -> tuple[int, ...]:
    """List the codes that `bits` folded."""
    return tuple(code for code in range(1, 64) if mask >> code & 1)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a document must be: any of the values per name, and inside every range.

    Ranges are inclusive, None leaves an end open. `price` and `trl` ask for an overlap with
    what the document says; a document that says nothing fits, because nothing speaks against.
    """

    any_of: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
    price: tuple[int | None, int | None] | None = None
    trl: tuple[int | None, int | None] | None = None
    none_of: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    without: frozenset[int] = frozenset()  # document numbers to leave out

    def __post_init__(self) -> None:
        """Refuse a name that the index does not have."""
        for name in (*self.any_of, *self.ranges, *self.none_of):
            if name not in FACETS:
                raise ValueError(f"there is no facet called {name!r}")

    def __bool__(self) -> bool:
        """Tell whether anything is filtered at all."""
        wanted = self.any_of or self.ranges or self.price or self.trl
        return bool(wanted or self.none_of or self.without)

    def by_code(self) -> "Filters":
        """Keep what an index answers from its dictionary, and leave the ranges out."""
        return Filters(any_of=self.any_of, none_of=self.none_of)

    def dropping(self, *names: str) -> "Filters":
        """Leave out the conditions on some names: a facet does not narrow its own counts."""
        return Filters(
            any_of={name: value for name, value in self.any_of.items() if name not in names},
            ranges={name: value for name, value in self.ranges.items() if name not in names},
            price=None if {"price_low", "price_high"} & set(names) else self.price,
            trl=None if {"trl_low", "trl_high"} & set(names) else self.trl,
            none_of={name: value for name, value in self.none_of.items() if name not in names},
            without=self.without,
        )
