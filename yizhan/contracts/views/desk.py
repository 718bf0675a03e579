"""The registrar's desk: what waits, who has it, and until when."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yizhan.contracts.anomalies.cards import cards
from yizhan.contracts.desk_export import DESK
from yizhan.contracts.models import Contract
from yizhan.contracts.queries import workbench as desk
from yizhan.contracts.stages import REGISTER
from yizhan.contracts.tables import badge_of, clock_of
from yizhan.contracts.terms import Kind
from yizhan.imports.services import export_chunks
from yizhan.kernel.actors import Actor
from yizhan.web.access import requires
from yizhan.web.downloads import known_form, table_download
from yizhan.web.limits import limited
from yizhan.web.paging import page_number, page_of
from yizhan.web.wording import is_english

PAGE_SIZE = 30


@require_safe
@requires(REGISTER)
def desk_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what this office has to do, what is due first on top."""
    wanted = desk.wanted_of(request.GET.dict())
    counts = desk.desk_counts(actor=actor, wanted=wanted)
    rows = desk.desk_rows(actor=actor, wanted=wanted)
    page = page_of(rows, number=page_number(request), size=PAGE_SIZE, total=counts[wanted.show])
    context = {
        "page": page,
        "rows": [_row(contract, actor) for contract in page.rows],
        "wanted": wanted,
        "tabs": _tabs(request, counts, wanted.show),
        "kinds": Kind.choices,
        "offices": desk.offices_of(actor),
        "q": wanted.words,
    }
    return TemplateResponse(request, "contracts/desk.html", context)


@require_safe
@requires(REGISTER)
@limited("export", most=20, method="GET")
def desk_export(request: HttpRequest, actor: Actor, form: str) -> StreamingHttpResponse:
    """Hand out the filtered desk as a file."""
    at, form = now(), known_form(form)
    chunks = export_chunks(
        actor=actor, code=DESK.code, form=form, filters=dict(request.GET.lists()), at=at
    )
    return table_download(chunks, name="contracts-desk", form=form, at=at)


def _tabs(request: HttpRequest, counts: Any, current: str) -> list[dict[str, Any]]:
    words = {
        desk.WAITING: _("在办全部"),
        desk.NEW: _("新提交"),
        desk.UNCLAIMED: _("待认领"),
        desk.MINE: _("我在办"),
        desk.SECOND: _("待我复核"),
        desk.OVERDUE: _("已逾期"),
        desk.CHANGES: _("变更与异议"),
        desk.DECIDED: _("已办结"),
    }
    kept = request.GET.copy()
    kept.pop("page", None)
    tabs = []
    for show in desk.SHOWS:
        kept["show"] = show
        tabs.append(
            {
                "url": f"?{kept.urlencode()}",
                "label": words[show],
                "count": counts[show],
                "is_current": show == current,
            }
        )
    return tabs


def _row(contract: Any, actor: Actor) -> dict[str, Any]:
    return {
        "contract": contract,
        "url": reverse("contracts:contract-review", args=[contract.id]),
        "badge": badge_of(contract),
        "kind": Kind(contract.kind).label if contract.kind else "",
        "clock": clock_of(contract, now()),
        "holder": _holder(contract, actor),
        "flags": [_card_name(code) for code in contract.flagged],
    }


def _holder(contract: Contract, actor: Actor) -> str:
    if contract.registrar_id is None:
        return ""
    return _("本人") if contract.registrar_id == (actor.person_id or actor.id) else _("同事")


def _card_name(code: str) -> str:
    card = cards().get(code)
    if card is None:
        return code
    return card.en if is_english() else card.zh
