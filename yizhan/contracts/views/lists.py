"""The contracts of an organisation as a list."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yizhan.contracts import tables
from yizhan.contracts.models import Contract
from yizhan.contracts.queries.mine import FILED, JOINED, Mine, my_counts, my_rows
from yizhan.contracts.stages import WRITE, Stage
from yizhan.contracts.terms import Kind, Side
from yizhan.kernel.actors import Actor
from yizhan.web.access import requires
from yizhan.web.facets import without
from yizhan.web.paging import page_number, page_of
from yizhan.web.wording import listed

PAGE_SIZE = 30
Counts = Sequence[tuple[str, str, str, int]]


@require_safe
@requires(WRITE)
def contract_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what the actor's organisation filed or is a party of."""
    wanted = Mine(
        role=_known(request, "role", (FILED, JOINED)),
        stage=_known(request, "stage", Stage.values),
        kind=_known(request, "kind", Kind.values),
    )
    counts = list(my_counts(actor=actor))
    page = page_of(
        my_rows(actor=actor, wanted=wanted),
        number=page_number(request),
        size=PAGE_SIZE,
        total=_total(counts, wanted.role, wanted.stage, wanted.kind),
    )
    context = {
        "page": page,
        "rows": [_row(contract, now()) for contract in page.rows],
        "tabs": list(_tabs(counts, wanted)),
        "choices": list(_choices(request, counts, wanted)),
        "exports": [
            (label, reverse("imports:export", args=["contracts.mine", form]))
            for label, form in (("CSV", "csv"), ("XLSX", "xlsx"), ("JSON Lines", "jsonl"))
        ],
    }
    return TemplateResponse(request, "contracts/list.html", context)


def _row(contract: Contract, at: datetime) -> dict[str, Any]:
    sides = {
        side: listed(party.name for party in contract.parties.all() if party.side == side)
        for side in Side.values
    }
    return {
        "contract": contract,
        "badge": tables.badge_of(contract),
        "due": tables.due_of(contract, at),
        "other": _("%(seller)s → %(buyer)s")
        % {"seller": sides[Side.SELLER] or "…", "buyer": sides[Side.BUYER] or "…"},
    }


def _known(request: HttpRequest, name: str, values: Iterable[str]) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in values else ""


def _total(counts: Counts, role: str, stage: str, kind: str) -> int:
    return sum(
        count
        for r, s, k, count in counts
        if role in ("", r) and stage in ("", s) and kind in ("", k)
    )


def _tabs(counts: Counts, wanted: Mine) -> Iterable[dict[str, Any]]:
    for role, label in (("", _("全部")), (FILED, _("本单位申请")), (JOINED, _("对方申请"))):
        yield {
            "url": f"?role={role}",
            "label": label,
            "count": _total(counts, role, "", ""),
            "is_current": role == wanted.role,
        }


def _choices(request: HttpRequest, counts: Counts, wanted: Mine) -> Iterable[dict[str, Any]]:
    groups: tuple[tuple[str, Any, str], ...] = (
        ("stage", Stage, wanted.stage),
        ("kind", Kind, wanted.kind),
    )
    for name, terms, chosen in groups:
        for value, label in terms.choices:
            narrowed = {"stage": wanted.stage, "kind": wanted.kind, name: value}
            count = _total(counts, wanted.role, narrowed["stage"], narrowed["kind"])
            if count or value == chosen:
                is_on = value == chosen
                yield {
                    "label": label,
                    "count": count,
                    "on": is_on,
                    "url": without(request.GET, name) if is_on else _with(request, name, value),
                }


def _with(request: HttpRequest, name: str, value: str) -> str:
    wanted = request.GET.copy()
    wanted.pop("page", None)
    wanted[name] = value
    return f"?{wanted.urlencode()}"
