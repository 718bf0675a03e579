"""What the workbench prints of one contract: the file, the judgement, the flags, the steps."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from yizhan.contracts import permissions, queries, services, tables
from yizhan.contracts.anomalies.cards import cards
from yizhan.contracts.forms.contract import label_of
from yizhan.contracts.messages import sentence
from yizhan.contracts.models import Contract, Finding, Reading
from yizhan.contracts.queries.findings import earlier_decisions, findings_of
from yizhan.contracts.queries.recognising import law_day, material_of, reading_of
from yizhan.contracts.stages import AmendmentStage, Stage
from yizhan.contracts.terms import Act, FindingState, Kind, Outcome, SecondBecause
from yizhan.contracts.views.judging import draft_reasons, kind_context
from yizhan.contracts.views.pages import sheet_of
from yizhan.contracts.views.papers import newest_papers
from yizhan.contracts.views.reckoning import deduction_context, tax_context
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal
from yizhan.web.badges import Badge
from yizhan.web.wording import is_english

FINDING_BADGES = {
    FindingState.OPEN: Badge(FindingState.OPEN.label, "warn", "half"),
    FindingState.CONFIRMED: Badge(FindingState.CONFIRMED.label, "bad", "square"),
    FindingState.DISMISSED: Badge(FindingState.DISMISSED.label, "", "plain"),
}
# What a filer is asked to mend most often, by the anchors of its form.
_PLACES = (
    "title",
    "kind",
    "signed_on",
    "effective_until",
    "contract_value",
    "parties",
    "lines",
    "costs",
    "ip",
    "papers",
)


def review_context(
    actor: Actor,
    contract: Contract,
    *,
    given: Mapping[str, str],
    refusals: Sequence[Refusal] = (),
) -> dict[str, Any]:
    """Return everything the page prints; what was typed before a refusal stays."""
    today = localdate()
    day = law_day(contract, today=today)
    given = given or _answered(contract)
    reading = reading_of(contract)
    kinds = kind_context(contract, material_of(contract, reading, day=day), given)
    sums = deduction_context(contract, given, day=day)
    taxes = tax_context(
        contract,
        kind=kinds["kind"],
        subkind=kinds["subkind"],
        amount=sums["technology"],
        today=today,
    )
    steps = permissions.open_steps(actor, contract)
    asked = {one["id"]: one["text"] for one in (*kinds["conditions"], *kinds["quiet"])}
    return {
        **sheet_of(contract),
        **kinds,
        **sums,
        **taxes,
        **_head(contract),
        **_file(actor, contract, reading),
        "steps": steps,
        "decides": bool({"register", "propose"} & set(steps)),
        "because": _because(contract),
        "reasons": given.get("reasons", draft_reasons(kinds, sums["technology"])),
        "first": _first(contract) if contract.stage == Stage.PROPOSED else None,
        "amendments": [
            _amendment(contract, one)
            for one in contract.amendments.filter(stage=AmendmentStage.FILED)
        ],
        "refused": [_placed(refusal, asked) for refusal in refusals],
        "places": [(place, label_of(place)) for place in _PLACES],
    }


def _file(actor: Actor, contract: Contract, reading: Reading | None) -> dict[str, Any]:
    """Return what lies beside the text: papers, flags, earlier decisions, the journal."""
    return {
        "papers": newest_papers(contract),
        "papers_url": reverse("contracts:contract-papers", args=[contract.id]),
        "unread": reading.unread if reading else [],
        "is_read": reading is not None,
        "flags": [_flag(one) for one in findings_of(contract)],
        "may_settle": permissions.is_registrar(actor, contract),
        "earlier": list(_earlier(actor, contract, reading)),
        "journal": list(_journal(contract)),
    }


def _answered(contract: Contract) -> Mapping[str, str]:
    """Return what the last registrar answered, to be read beside the text."""
    if contract.stage in {Stage.SUBMITTED, Stage.ACCEPTED}:
        return {}
    acts = (Act.PROPOSE, Act.REGISTER, Act.AMEND)
    said = contract.decisions.filter(act__in=acts).exclude(checklist__has_key="amendment")
    last = said.order_by("position").last()
    if last is None:
        return {}
    given = {"kind": last.kind, "subkind": last.subkind, "reasons": last.reasons}
    for code, row in (last.checklist.get("answers") or {}).items():
        given |= {f"answer_{code}": row["answer"], f"note_{code}": row["note"]}
    for row in last.deductions:
        given[f"deduction_{row['position']}"] = row["deduction"]
        given[f"reason_{row['position']}"] = row["reason"]
    return given


def _head(contract: Contract) -> dict[str, Any]:
    return {
        "badge": tables.badge_of(contract),
        "relay": tables.relay_of(contract),
        "clock": tables.clock_of(contract, now()),
    }


def _placed(refusal: Refusal, conditions: Mapping[str, str]) -> dict[str, str]:
    """Say a refusal, of which condition, and where on the page it is mended."""
    place = refusal.place.replace("deductions.", "deduction_")
    about = conditions.get(place.removeprefix("answer_"), "")
    said = sentence(refusal)
    return {
        "text": _("%(said)s（%(about)s）") % {"said": said, "about": about} if about else said,
        "anchor": f"f-{place}" if place else "",
    }


def _flag(finding: Finding) -> dict[str, Any]:
    card = cards().get(finding.card)
    english = is_english()
    return {
        "finding": finding,
        "badge": FINDING_BADGES[FindingState(finding.state)],
        "name": (card.en if english else card.zh) if card else finding.card,
        "text": card.said(finding.values, in_english=english) if card else "",
        "basis": (card.basis_en if english else card.basis_zh) if card else "",
        "read": (card.read_en if english else card.read_zh) if card else "",
        "others": [
            {"url": reverse("contracts:contract-review", args=[other]), "n": number}
            for number, other in enumerate(finding.others[:4], start=1)
        ],
        "url": reverse("contracts:finding-settle", args=[finding.contract_id, finding.id]),
        "is_open": finding.state == FindingState.OPEN,
    }


def _earlier(
    actor: Actor, contract: Contract, reading: Reading | None
) -> Iterable[dict[str, Any]]:
    found = (
        earlier_decisions(actor=actor, contract=contract, reading=reading) if reading else []
    )
    for one in found:
        row = one.contract
        yield {
            "title": row.title if one.is_seen else _("其他机构的合同"),
            "url": reverse("contracts:contract-review", args=[row.id]) if one.is_seen else "",
            "office": row.office,
            "kind": Kind(row.kind).label if row.kind else "",
            "badge": tables.badge_of(row),
            "share": one.share,
            "at": row.decided_at,
            "reasons": one.decision.reasons if one.decision and one.is_seen else "",
        }


def _because(contract: Contract) -> list[str]:
    """Say why a second registrar must look, and whether chance alone asks for it."""
    reasons = contract.second_because
    if contract.stage in {Stage.ACCEPTED, Stage.REVIEWING}:
        reasons = services.second_reasons(contract, queries.content_of(contract))
    return [str(SecondBecause(one).label) for one in reasons]


def _first(contract: Contract) -> dict[str, Any] | None:
    """Return what the first registrar proposed, as the second one reads it."""
    last = contract.decisions.filter(act=Act.PROPOSE).order_by("position").last()
    if last is None:
        return None
    return {
        "decision": last,
        "outcome": Outcome(last.outcome).label if last.outcome else "",
        "kind": Kind(last.kind).label if last.kind else "",
        "lines": tables.deduction_lines(last.deductions),
    }


def _amendment(contract: Contract, amendment: Any) -> dict[str, Any]:
    return {
        "amendment": amendment,
        "url": reverse("contracts:amendment-decide", args=[contract.id, amendment.id]),
        "changed": [str(label_of(name)) for name in amendment.changed],
    }


def _journal(contract: Contract) -> Iterable[dict[str, Any]]:
    """Yield what was decided in this file, newest first."""
    for decision in reversed(queries.decisions_of(contract)):
        at: datetime = decision.at
        yield {
            "title": decision.get_act_display(),
            "at": at,
            "text": decision.reasons,
            "state": "",
        }
