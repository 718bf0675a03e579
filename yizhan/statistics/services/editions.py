"""Open editions: made when first asked for, renewed when enough contracts have moved."""

from datetime import datetime

from django.db import transaction

from yizhan.statistics.models import OpenEdition
from yizhan.statistics.queries.beside import few_moved, is_too_close
from yizhan.statistics.queries.cells import years_counted
from yizhan.statistics.queries.opening import live_content, live_figures
from yizhan.statistics.services.history import cut_off
from yizhan.statistics.terms import LEAST

_WAIT = "2s"


def open_edition(*, year: int, at: datetime) -> OpenEdition:
    """Return the public figures of a year, made now if nobody asked before."""
    found = OpenEdition.objects.filter(year=year).first()
    if found is None:
        _make(year, at)
        found = OpenEdition.objects.get(year=year)
    return found


def renew_editions(*, at: datetime) -> int:
    """Make what is missing; renew each edition in whose year three contracts have moved since.

    With fewer, the difference of two editions would be the figures of one or two contracts.
    While an import holds the history open there is nothing to renew: the next minute comes.
    """
    made = set(OpenEdition.objects.values_list("year", flat=True))
    renewed = sum(_make(year, at) for year in set(years_counted()) - made)
    with transaction.atomic():
        latest = cut_off(wait=_WAIT)
    if latest is None:
        return renewed
    for edition in OpenEdition.objects.filter(upto__lt=latest).defer("content"):
        moved = few_moved(edition.year, since=edition.upto, upto=latest)
        if moved >= LEAST:
            renewed += _make(edition.year, at)
        elif not moved:
            # Only spares the next look the movements of other years.
            OpenEdition.objects.filter(pk=edition.pk, upto=edition.upto).update(upto=latest)
    return renewed


def _make(year: int, at: datetime) -> bool:
    """Make or renew an edition, unless it would tell one or two contracts beside a table."""
    with transaction.atomic():
        # Writers wait for the reading, not for the blanking.
        upto = cut_off(wait=_WAIT)
        is_first = not OpenEdition.objects.filter(year=year).exists()
        if not is_first and (upto is None or is_too_close(year, upto=upto)):
            return False
        read = live_figures(year)
    content = live_content(read)
    with transaction.atomic():
        # Nobody knows what a first edition holds that is made beside an import: its 0 has it
        # made anew.
        edition, is_new = OpenEdition.objects.get_or_create(
            year=year, defaults={"upto": upto or 0, "at": at, "content": content}
        )
        newer = OpenEdition.objects.filter(pk=edition.pk, upto__lt=upto or 0)
        return is_new or bool(newer.update(upto=upto or 0, at=at, content=content))
