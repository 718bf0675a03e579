"""What a search asks for, read from an address that anybody may have typed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.http import QueryDict

from yizhan.directory.queries import expand_region_filter, region_for
from yizhan.directory.terms import Field, Zone
from yizhan.listings.terms import Kind, Mode
from yizhan.matching.engine.facets import Filters
from yizhan.matching.engine.port import Sort
from yizhan.matching.indexing.documents import FIELD_CODES, KIND_CODES, MODE_CODES

LONGEST = 400
SOON = 30
_EPOCH = date(1970, 1, 1)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
_LARGEST = Decimal(100_000_000)  # 万元
# Without exponents: 1E-999999 is a number too, and a million characters when written out.
_AMOUNT = re.compile(r"\d{1,9}(?:\.\d{0,6})?")
_LEVELS = frozenset(map(str, range(1, 10)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """A search: words, a kind, and what is chosen in each facet. Money is in 万元."""

    kind: str = Kind.OFFER
    text: str = ""
    fields: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    is_soon: bool = False
    sort: Sort = Sort.RELEVANCE

    @property
    def is_narrowed(self) -> bool:
        """Say whether any facet is in use."""
        return bool(
            self.fields
            or self.places
            or self.modes
            or self.levels
            or self.price_min is not None
            or self.price_max is not None
            or self.is_soon
        )


def parse(query: QueryDict | Mapping[str, str]) -> Criteria:
    """Read the criteria; what nobody can mean is left out rather than refused."""
    lists = query if isinstance(query, QueryDict) else QueryDict(mutable=True)
    if not isinstance(query, QueryDict):
        lists.update(query)
    kind = lists.get("kind", "")
    sort = lists.get("sort", "")
    return Criteria(
        kind=kind if kind in Kind.values else Kind.OFFER,
        text=_CONTROL.sub(" ", lists.get("q", ""))[:LONGEST].strip(),
        fields=_known(lists.getlist("field"), Field.values),
        places=tuple(
            dict.fromkeys(
                place
                for place in lists.getlist("place")[:60]
                if place in Zone.values or region_for(place)
            )
        ),
        modes=_known(lists.getlist("mode"), Mode.values),
        levels=tuple(sorted(int(n) for n in set(lists.getlist("trl")) & _LEVELS)),
        price_min=_money(lists.get("price_min", "")),
        price_max=_money(lists.get("price_max", "")),
        is_soon=lists.get("deadline", "") == "soon",
        sort=Sort(sort) if sort in set(Sort) else Sort.RELEVANCE,
    )


def address_of(criteria: Criteria) -> str:
    """Write the criteria as the address that reads them again; the order is not part of it."""
    query = QueryDict(mutable=True)
    query["kind"] = str(criteria.kind)
    if criteria.text:
        query["q"] = criteria.text
    query.setlist("field", sorted(criteria.fields))
    query.setlist("place", sorted(criteria.places))
    query.setlist("mode", sorted(criteria.modes))
    query.setlist("trl", [str(level) for level in criteria.levels])
    for name, amount in (("price_min", criteria.price_min), ("price_max", criteria.price_max)):
        if amount is not None:
            query[name] = f"{amount:f}"
    if criteria.is_soon:
        query["deadline"] = "soon"
    return query.urlencode()


def filters_of(criteria: Criteria, *, today: date) -> Filters:
    """Say the same in the numbers of the index."""
    any_of: dict[str, tuple[int, ...]] = {"kind": (KIND_CODES[Kind(criteria.kind)],)}
    if criteria.fields:
        any_of["fields"] = tuple(FIELD_CODES[Field(code)] for code in criteria.fields)
    if criteria.modes:
        any_of["modes"] = tuple(MODE_CODES[Mode(code)] for code in criteria.modes)
    any_of |= _places(criteria.places)
    ranges: dict[str, tuple[int | None, int | None]] = {}
    if criteria.is_soon:
        ranges["deadline"] = (days(today), days(today + timedelta(days=SOON)))
    price = None
    if criteria.price_min is not None or criteria.price_max is not None:
        price = (_yuan(criteria.price_min), _yuan(criteria.price_max))
    trl = (criteria.levels[0], criteria.levels[-1]) if criteria.levels else None
    return Filters(any_of=any_of, ranges=ranges, price=price, trl=trl)


def days(day: date) -> int:
    """Count the days since 1970, as the index does."""
    return (day - _EPOCH).days


def _places(places: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """Choose the level of the index that the places can be said at."""
    prefixes = expand_region_filter(places)
    if not prefixes:
        return {}
    provinces = tuple(int(prefix) for prefix in prefixes if len(prefix) == 2)
    if len(provinces) == len(prefixes):
        return {"province": provinces}
    if not provinces and all(len(prefix) == 4 for prefix in prefixes):
        return {"city": tuple(int(prefix) for prefix in prefixes)}
    # Mixed levels have no common column: the wider one answers, and nothing is lost.
    return {"province": tuple(dict.fromkeys(int(prefix[:2]) for prefix in prefixes))}


def _known(values: Iterable[str], codes: Iterable[str]) -> tuple[str, ...]:
    allowed = set(codes)
    return tuple(dict.fromkeys(value for value in values if value in allowed))


def _money(text: str) -> Decimal | None:
    plain = text.replace(",", "").strip()
    amount = Decimal(plain) if _AMOUNT.fullmatch(plain) else None
    return amount if amount is not None and amount <= _LARGEST else None


def _yuan(wan: Decimal | None) -> int | None:
    return None if wan is None else int(wan * 10_000)
