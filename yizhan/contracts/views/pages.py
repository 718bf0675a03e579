"""The page of one contract."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yizhan.audit.queries import entries_of
from yizhan.contracts import permissions, queries, tables
from yizhan.contracts.forms.contract import anchor_of, label_of
from yizhan.contracts.messages import EVENTS
from yizhan.contracts.models import Contract, Decision
from yizhan.contracts.queries.filing import may_object
from yizhan.contracts.stages import EDITABLE, NUMBERED, AmendmentStage, AppealStage, Stage
from yizhan.contracts.terms import Act
from yizhan.contracts.views.finding import found
from yizhan.contracts.views.papers import newest_papers
from yizhan.kernel.actors import Actor
from yizhan.web.access import SIGNED_IN, requires
from yizhan.web.panels import fill

# Acts that end a question; the last of them stands at the top of the page.
_CONCLUDING = frozenset(
    {Act.REGISTER, Act.REFUSE, Act.AMEND, Act.CANCEL, Act.REVOKE, Act.REDETERMINE}
)
_MINOR = frozenset({"contracts.edited", "contracts.drafted", "contracts.paper_opened"})


@require_safe
@requires(SIGNED_IN)
def contract_detail(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Show a contract to a party, its office, who supervises it, or who was granted it."""
    contract = found(actor, contract_id)
    decisions = queries.decisions_of(contract)
    context = {
        **sheet_of(contract),
        "badge": tables.badge_of(contract),
        "relay": tables.relay_of(contract),
        "clock": tables.clock_of(contract, now()),
        "asked": _asked(contract, decisions),
        "decision": _concluding(decisions),
        "events": _events(contract),
        "papers": newest_papers(contract),
        "papers_url": reverse("contracts:contract-papers", args=[contract.id]),
        "may_add": permissions.is_filer(actor, contract),
        "requests": list(_requests(actor, contract)),
        "grants": list(_grants(actor, contract)),
        "may_grant": permissions.is_filer(actor, contract) and contract.stage in NUMBERED,
        "grants_url": reverse("contracts:contract-grants", args=[contract.id]),
        "ways": list(_ways(actor, contract)),
        "asks": list(_asks(actor, contract)),
        "may_end": permissions.is_filer(actor, contract) and contract.stage == Stage.REGISTERED,
        "panels": fill("contracts.contract", request, contract),
    }
    return TemplateResponse(request, "contracts/detail.html", context)


def sheet_of(contract: Contract) -> dict[str, Any]:
    """Return what the page and the summary before filing both print."""
    return {
        "contract": contract,
        "facts": tables.facts_of(contract),
        "sides": tables.sides_of(contract.parties.all()),
        "lines": tables.lines_of(contract.lines.all()),
        "rights": tables.rights_of(contract.ip.all()),
        "sums": tables.sums_of(
            {
                "contract_value": contract.contract_value,
                "costs": list(contract.costs.values()),
                "lines": list(contract.lines.values("amount")),
            }
        ),
    }


def _asked(contract: Contract, decisions: list[Decision]) -> dict[str, Any] | None:
    """Return what the office wants corrected, while it waits for that."""
    if contract.stage != Stage.CORRECTION:
        return None
    last = next((one for one in reversed(decisions) if one.act == Act.CORRECT), None)
    if last is None:
        return None
    edit = f"{contract.get_absolute_url()}edit/"
    places = [str(place) for place in last.checklist.get("places") or []]
    return {
        "reasons": last.reasons,
        "places": [
            {"label": label_of(place), "url": f"{edit}#{anchor_of(place)}"} for place in places
        ],
    }


def _concluding(decisions: list[Decision]) -> dict[str, Any] | None:
    last = next((one for one in reversed(decisions) if one.act in _CONCLUDING), None)
    if last is None:
        return None
    return {
        "title": last.get_act_display(),
        "at": last.at,
        "reasons": last.reasons,
        "references": "；".join(str(one) for one in last.references),
        "lines": _deducted(last),
    }


def _deducted(decision: Decision) -> list[dict[str, Any]]:
    if decision.technology_amount is None:
        return []
    return [
        *tables.deduction_lines(decision.deductions),
        {
            "label": _("核定的技术交易额"),
            "amount": decision.technology_amount,
            "operator": "=",
            "kind": "sum",
        },
    ]


def _events(contract: Contract) -> list[dict[str, Any]]:
    return [
        {
            "title": EVENTS[entry.code],
            "at": entry.at,
            "text": "",
            "state": "minor" if entry.code in _MINOR else "",
        }
        for entry in entries_of(subject_id=contract.id, limit=60)
        if entry.code in EVENTS
    ]


def _requests(actor: Actor, contract: Contract) -> Iterable[dict[str, Any]]:
    mine = permissions.is_filer(actor, contract)
    for amendment in contract.amendments.all():
        is_open = amendment.stage == AmendmentStage.FILED
        yield {
            "title": _("变更登记"),
            "badge": tables.AMENDMENT_BADGES[AmendmentStage(amendment.stage)],
            "at": amendment.filed_at,
            "text": amendment.reason,
            "changed": "、".join(str(label_of(name)) for name in amendment.changed),
            "answer": amendment.answer,
            "due": tables.due_until(amendment.due_at, now()) if is_open else None,
            "withdraw_url": reverse(
                "contracts:amendment-withdraw", args=[contract.id, amendment.id]
            )
            if is_open and mine
            else "",
        }
    for appeal in contract.appeals.select_related("organisation"):
        is_open = appeal.stage == AppealStage.FILED
        yield {
            "title": _("复核：%(name)s") % {"name": appeal.organisation},
            "badge": tables.APPEAL_BADGES[AppealStage(appeal.stage)],
            "at": appeal.filed_at,
            "text": appeal.grounds,
            "answer": appeal.answer,
            "due": tables.due_until(appeal.due_at, now()) if is_open else None,
        }


def _grants(actor: Actor, contract: Contract) -> Iterable[dict[str, Any]]:
    mine = permissions.is_filer(actor, contract)
    for grant in contract.grants.select_related("organisation"):
        end = reverse("contracts:grant-end", args=[contract.id, grant.organisation_id])
        yield {
            "name": grant.organisation,
            "said": tables.until_words(grant.until),
            "end_url": end if mine else "",
        }


def _ways(actor: Actor, contract: Contract) -> Iterable[dict[str, Any]]:
    """Yield the pages that lead on from here, the next step first."""
    base = contract.get_absolute_url()
    is_mine = permissions.is_filer(actor, contract)
    if is_mine and contract.stage in EDITABLE:
        yield _link(_("核对并提交"), f"{base}submit/", "send", is_main=True)
        yield _link(_("编辑"), f"{base}edit/", "edit")
    if contract.kind:
        yield _link(_("税收测算"), f"{base}taxes/", "calculator")
    if is_mine and contract.stage == Stage.REGISTERED:
        yield _link(_("申请变更登记"), f"{base}amend/", "file-diff")
    if may_object(actor=actor, contract=contract, at=now()):
        yield _link(_("申请复核"), f"{base}appeal/", "scale")
    if permissions.is_party(actor, contract):
        yield _link(_("下载合同文本草案"), f"{base}draft.docx", "file-download")


def _asks(actor: Actor, contract: Contract) -> Iterable[dict[str, Any]]:
    if "withdraw" in permissions.open_steps(actor, contract):
        yield {
            "label": _("撤回"),
            "url": f"{contract.get_absolute_url()}withdraw/",
            "question": _("撤回后这份申请不再办理，也不能恢复；需要登记的另行填写。"),
        }


def _link(label: str, url: str, icon: str, *, is_main: bool = False) -> dict[str, Any]:
    return {"label": label, "url": url, "icon": icon, "is_main": is_main}
