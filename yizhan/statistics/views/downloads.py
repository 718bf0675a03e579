"""Open data: the tables of a year as files, with the same blanks as on the pages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from yizhan.imports.services import file_chunks
from yizhan.kernel.actors import Actor
from yizhan.statistics import queries, services, wording
from yizhan.statistics.official import COLUMNS, grid_of, open_rows
from yizhan.statistics.terms import LEAST, OPEN_AXES, Axis
from yizhan.statistics.views.dashboards import period_asked
from yizhan.web.access import public
from yizhan.web.downloads import table_download

FORMS = ("csv", "xlsx", "json")
NAMES = (*OPEN_AXES, queries.QUARTER)


@require_safe
@public
def open_tables(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - public
    """List the open tables of a year, show one, and explain the blanks."""
    years = queries.years_counted()
    year = period_asked(request).year
    asked = request.GET.get("axis", "")
    axis = asked if asked in NAMES else Axis.KIND
    content = open_content(year, axis) if year in years else {"rows": [], "cells": {}}
    context = {
        "year": year,
        "years": years,
        "axis": axis,
        "axes": [(str(name), wording.axis_name(name)) for name in NAMES],
        "name": wording.axis_name(axis),
        "grid": grid_of(axis, content),
        "forms": FORMS,
        "least": LEAST,
    }
    return TemplateResponse(request, "statistics/open.html", context)


@require_safe
@public
def table(
    request: HttpRequest,  # noqa: ARG001 - public
    actor: Actor,  # noqa: ARG001 - public
    year: int,
    axis: str,
    form: str,
) -> HttpResponseBase:
    """Hand one table out as CSV, XLSX or JSON."""
    if axis not in NAMES or form not in FORMS or year not in queries.years_counted():
        raise Http404
    rows = open_rows(axis, open_content(year, axis))
    if form == "json":
        return JsonResponse(
            {"year": year, "axis": axis, "rows": list(rows)},
            json_dumps_params={"ensure_ascii": False},
        )
    chunks = file_chunks(form, list(COLUMNS), rows, title=f"{year}")
    return table_download(chunks, name=f"statistics-{year}-{axis}", form=form, at=now())


def open_content(year: int, axis: str) -> dict[str, Any]:
    """Return one table of the open edition of a year."""
    content = services.open_edition(year=year, at=now()).content
    return {"rows": content["rows"], "cells": content["cells"].get(axis)}
