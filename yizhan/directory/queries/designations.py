"""Reading titles: what can be given, who holds what, and the names of partner countries."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache

from babel import Locale
from django.db.models import Count, F, Func, Q, QuerySet
from django.utils.translation import get_language

from yizhan.directory.models import Designation, Organisation, Title

# Taiwan, Hong Kong and Macao are regions of GB/T 2260 here, not partner countries.
_NOT_PARTNERS = frozenset({"CN", "TW", "HK", "MO"})


def titles() -> list[Title]:
    """List the titles that can be given."""
    return list(Title.objects.order_by("order", "code"))


def titles_of(*, organisation: Organisation) -> QuerySet[Designation]:
    """List the titles an organisation holds, and those that ended by themselves."""
    rows = Designation.objects.filter(organisation=organisation, ended_at=None)
    return rows.select_related("title").order_by("title__order", "-since", "id")


def holding(codes: Iterable[str], *, on: date | None, partners: Collection[str] = ()) -> Q:
    """Build the condition "holds one of these titles on the day", or ever without a day.

    With partners it is a title held together with one of those countries.
    """
    rows = _held(codes, partners, on)
    return Q(pk__in=rows.values("organisation_id"))


def title_counts(
    houses: QuerySet[Organisation], *, on: date | None, partners: Collection[str] = ()
) -> dict[str, int]:
    """Count the houses by title; titles are few, so the count begins from them."""
    rows = _held((), partners, on).filter(organisation__in=houses.order_by().values("pk"))
    counted = rows.order_by().values_list("title_id").annotate(n=Count("organisation_id"))
    return dict(counted)


def partner_counts(
    houses: QuerySet[Organisation], *, on: date | None, codes: Collection[str] = ()
) -> dict[str, int]:
    """Count the houses by partner country of the titles they hold."""
    rows = _held(codes, (), on).filter(organisation__in=houses.order_by().values("pk"))
    unnested = rows.order_by().annotate(country=Func(F("countries"), function="unnest"))
    counted = unnested.values_list("country")
    return dict(counted.annotate(n=Count("organisation_id", distinct=True)))


def _held(
    codes: Collection[str] | Iterable[str], partners: Collection[str], on: date | None
) -> QuerySet[Designation]:
    rows = Designation.objects.filter(ended_at=None)
    wanted = list(codes)
    if wanted:
        rows = rows.filter(title_id__in=wanted)
    if partners:
        rows = rows.filter(countries__overlap=list(partners))
    if on is not None:
        rows = rows.filter(Q(until=None) | Q(until__gte=on), since__lte=on)
    return rows


def countries() -> Mapping[str, str]:
    """Return the names of countries by ISO 3166-1 code, in the language of the page."""
    return _countries("en" if (get_language() or "").startswith("en") else "zh")


@cache
def _countries(language: str) -> Mapping[str, str]:
    named = Locale(language).territories
    return {
        code: str(name)
        for code, name in named.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_PARTNERS | {"ZZ", "EU", "UN"}
    }
