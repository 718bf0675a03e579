"""How good the registry is: the rules and their record, agreement of offices, whole checks."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from yizhan.contracts import queries, tables
from yizhan.contracts.anomalies.cards import Card, cards
from yizhan.contracts.models import Contract
from yizhan.contracts.permissions import visible_to
from yizhan.contracts.queries.dataset import Dataset, dataset
from yizhan.contracts.queries.findings import Pair, Record, by_office, records, same_texts
from yizhan.contracts.stages import REGISTER, SUPERVISE
from yizhan.contracts.terms import Kind
from yizhan.kernel.actors import Actor
from yizhan.web.access import SIGNED_IN, requires
from yizhan.web.badges import Badge
from yizhan.web.wording import is_english

_SEVERITIES = {"info": Badge("", "info"), "warn": Badge("", "warn"), "bad": Badge("", "bad")}


@require_safe
@requires(SIGNED_IN)
def desk_rules(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Explain every rule, with its law, its examples and how often it was wrong."""
    _officials_only(actor)
    found = records(actor=actor)
    context = {
        "cards": [
            _card(card, found.get((card.code, card.version))) for card in cards().values()
        ],
        "is_desk": actor.may(REGISTER),
    }
    return TemplateResponse(request, "contracts/desk_rules.html", context)


@require_safe
@requires(SIGNED_IN)
def desk_consistency(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show where the same text was decided differently."""
    _officials_only(actor)
    pairs = same_texts(actor=actor)
    seen = set(
        visible_to(actor)
        .filter(id__in=[one.id for pair in pairs for one in (pair.first, pair.second)])
        .values_list("id", flat=True)
    )
    different = sum(pair.is_different for pair in pairs)
    context = {
        "total": len(pairs),
        "different": different,
        "share": 100 * different // len(pairs) if pairs else 0,
        "across": sum(pair.in_two_offices for pair in pairs),
        "offices": by_office(pairs),
        "pairs": [_pair(pair, seen, actor) for pair in pairs[:60]],
        "is_desk": actor.may(REGISTER),
    }
    return TemplateResponse(request, "contracts/desk_consistency.html", context)


@require_safe
@requires(SUPERVISE)
def supervision(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the authority what waits for it, what is late, and how the registry looks whole."""
    today, at = localdate(), now()
    late = list(queries.overdue_in_reach(actor, at=at)[:50])
    whole = dataset(actor=actor, today=today)
    context = {
        "appeals": [
            {
                "appeal": appeal,
                "url": reverse("contracts:appeal-decide", args=[appeal.contract_id, appeal.id]),
                "due": tables.due_until(appeal.due_at, at),
            }
            for appeal in queries.appeals_to_decide(actor)[:50]
        ],
        "late": [{"contract": one, "due": tables.due_of(one, at)} for one in late],
        "whole": whole,
        "coverage": _coverage(whole),
        "years": [year.year for year in whole.years],
        "kinds": [label for _value, label in Kind.choices],
    }
    return TemplateResponse(request, "contracts/supervision.html", context)


def _officials_only(actor: Actor) -> None:
    if not (actor.may(REGISTER) or actor.may(SUPERVISE)):
        raise PermissionDenied


def _card(card: Card, record: Record | None) -> dict[str, Any]:
    english = is_english()
    severity = _SEVERITIES[card.severity]
    name = card.en if english else card.zh
    return {
        "card": card,
        "name": name,
        "badge": Badge(name, severity.tone),
        "basis": card.basis_en if english else card.basis_zh,
        "tests": card.tests_en if english else card.tests_zh,
        "read": card.read_en if english else card.read_zh,
        "needs_review": card.confidence != "source",
        "record": record,
        "examples": [
            {"text": one["en" if english else "zh"], "found": one["found"]}
            for one in card.examples
        ],
    }


def _pair(pair: Pair, seen: set[Any], actor: Actor) -> dict[str, Any]:
    return {
        "sides": [_side(one, is_seen=one.id in seen, actor=actor) for one in _both(pair)],
        "is_different": pair.is_different,
    }


def _both(pair: Pair) -> tuple[Contract, Contract]:
    return pair.first, pair.second


def _side(contract: Contract, *, is_seen: bool, actor: Actor) -> dict[str, Any]:
    name = "contracts:contract-review" if actor.may(REGISTER) else "contracts:contract-detail"
    return {
        "title": contract.title if is_seen else "",
        "url": reverse(name, args=[contract.id]) if is_seen else "",
        "office": contract.office,
        "kind": Kind(contract.kind).label if contract.kind else "",
        "badge": tables.badge_of(contract),
        "at": contract.decided_at,
    }


def _coverage(whole: Dataset) -> list[dict[str, Any]]:
    return [
        {
            "label": _column(row.column),
            "shares": [share for share in row.shares if share is not None],
            "falls": row.falls,
        }
        for row in whole.coverage
    ]


def _column(name: str) -> Any:
    field: Any = getattr(Contract, name).field
    return field.verbose_name
