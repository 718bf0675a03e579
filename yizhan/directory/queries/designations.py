"""Reading titles: what can be given, who holds what, and the names of partner countries."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from babel import Locale
from django.db.models import Q, QuerySet
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


def holding(codes: Iterable[str], *, on: date | None) -> Q:
    """Build the condition "holds one of these titles on the day", or ever without a day."""
    rows = Designation.objects.filter(title_id__in=list(codes), ended_at=None)
    if on is not None:
        rows = rows.filter(Q(until=None) | Q(until__gte=on), since__lte=on)
    return Q(pk__in=rows.values("organisation_id"))


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
