"""How long reviews take, for everybody to see: a finding, and the table behind it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from yizhan.directory.queries import region_for, region_label
from yizhan.kernel.actors import Actor
from yizhan.listings import rules
from yizhan.listings.checklists import clock_on
from yizhan.listings.queries.turnaround import Record, turnaround
from yizhan.listings.rules import Turnaround
from yizhan.web.access import public
from yizhan.web.wording import is_english


@require_safe
@public
def review_turnaround(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001
    """Tell median and ninth decile of the nation or of one province, city by city."""
    under = _place(request.GET.get("region", ""))
    clock = clock_on(localdate())
    whole, *parts = turnaround(under=under, target=clock.working_days, at=now())
    name = region_label(under.ljust(6, "0")) if under else _("全国")
    context = {
        "finding": _finding(whole, name, clock.working_days),
        "name": name,
        "under": under,
        "upper": under[:-2],
        "clock": clock,
        "reference": clock.reference_en if is_english() else clock.reference,
        "whole": _row(whole),
        "rows": [_row(record) for record in parts],
        "fewest": rules.FEWEST,
    }
    return TemplateResponse(request, "listings/turnaround.html", context)


def _place(asked: str) -> str:
    """Read a province or a city; anything else is the nation."""
    known = len(asked) in {2, 4} and asked.isascii() and asked.isdigit()
    return asked if known and region_for(asked.ljust(6, "0")) else ""


def _finding(record: Record, name: str, target: int) -> str:
    shown = record.quarter if record.quarter.is_told else record.year
    if shown.median is None or shown.ninth is None:
        return _("%(name)s的审核还不足以说明快慢") % {"name": name}
    values = {"name": name, "median": days(shown.median), "ninth": days(shown.ninth)}
    if shown.ninth > target:
        return _("%(name)s一半的审核用时%(median)s，九成完成却要%(ninth)s") % values
    return _("%(name)s一半的审核用时%(median)s，九成不超过%(ninth)s") % values


def days(count: int) -> str:
    """Say a number of working days; zero is the day itself."""
    if count == 0:
        return _("当天")
    words = ngettext("%(count)s 个工作日", "%(count)s 个工作日", count)
    return words % {"count": count}


def _row(record: Record) -> dict[str, Any]:
    region = region_for(record.place.ljust(6, "0")) if record.place else None
    return {
        "name": region.label if region else _("未注明"),
        "url": f"?region={record.place}" if len(record.place) in {2, 4} else "",
        "quarter": _cells(record.quarter),
        "year": _cells(record.year),
        "waiting": record.waiting,
        "overdue": record.overdue,
    }


def _cells(shown: Turnaround) -> dict[str, Any]:
    return {
        "count": shown.count,
        "is_told": shown.is_told,
        "median": "" if shown.median is None else days(shown.median),
        "ninth": "" if shown.ninth is None else days(shown.ninth),
        "in_time": shown.in_time,
    }
