"""Finding contracts. Every query starts from what the actor may see."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from yizhan.contracts.content import Content, folded
from yizhan.contracts.models import Amendment, Appeal, Contract, Decision, Grant, Office
from yizhan.contracts.permissions import owned_by, visible_to
from yizhan.contracts.stages import LIVE, Stage
from yizhan.contracts.terms import Side
from yizhan.kernel.actors import Actor

_WITH = ("organisation", "office", "seller_region", "buyer_region")

# What a contract and its content call by the same name.
PLAIN = (
    "title",
    "kind",
    "subkind",
    "field",
    "ip_type",
    "plan_source",
    "plan_reference",
    "objective",
    "payment",
    "signed_on",
    "effective_from",
    "effective_until",
    "currency",
    "exchange_rate",
    "contract_value",
    "expected_investment",
    "expected_output",
    "is_related_party",
    "is_state_funded",
    "is_classified",
    "screening",
    "case_id",
    "lot_id",
    "note",
)
_PARTY = (
    "side",
    "name",
    "uscc",
    "country",
    "nature",
    "legal_representative",
    "address",
    "contact",
    "phone",
)
_LINE = ("kind", "subkind", "description", "amount")
COST = (
    "kind",
    "description",
    "quantity",
    "unit",
    "amount",
    "is_within_reason",
    "claimed_reason",
)
_IP = ("type", "number", "title", "granted_on", "expires_on", "status")


def contract_rows(*, actor: Actor, stage: str = "") -> QuerySet[Contract]:
    """Return what the actor may see, last filed first."""
    rows = visible_to(actor).select_related(*_WITH)
    return rows.filter(stage=stage) if stage in Stage.values else rows


def own_rows(*, actor: Actor, stage: str = "") -> QuerySet[Contract]:
    """Return what the actor's organisation filed or drafts, last touched first."""
    rows = owned_by(actor).select_related(*_WITH).order_by("-updated_at", "-serial")
    return rows.filter(stage=stage) if stage in Stage.values else rows


def contract_for(*, actor: Actor, contract_id: UUID) -> Contract:
    """Return one contract, or raise DoesNotExist both for absent and for hidden ones."""
    return visible_to(actor).select_related(*_WITH).get(id=contract_id)


def contract_by_key(*, actor: Actor, key: UUID | None) -> Contract | None:
    """Return what this person created with the key of a form, if anything."""
    if key is None or actor.person_id is None:
        return None
    return owned_by(actor).filter(author_id=actor.person_id, creation_key=key).first()


def lock_contract(*, actor: Actor, contract_id: UUID) -> Contract:
    """Return one contract, locked until the running transaction ends."""
    rows = visible_to(actor).select_related(*_WITH)
    return rows.select_for_update(of=("self",)).get(id=contract_id)


def offices(*, region: str = "") -> QuerySet[Office]:
    """List the offices that take contracts on, all or those within a region prefix."""
    rows = Office.objects.filter(is_active=True).select_related("organisation", "region")
    return rows.filter(region__code__startswith=region) if region else rows


def decisions_of(contract: Contract) -> list[Decision]:
    """List what was decided, oldest first."""
    return list(contract.decisions.order_by("position"))


def amendment_for(*, actor: Actor, amendment_id: UUID) -> Amendment:
    """Return one wish to change, or raise DoesNotExist."""
    rows = Amendment.objects.filter(contract__in=visible_to(actor).order_by().values("id"))
    return rows.select_related("contract__office").get(id=amendment_id)


def appeal_for(*, actor: Actor, appeal_id: UUID) -> Appeal:
    """Return one objection, or raise DoesNotExist."""
    rows = Appeal.objects.filter(contract__in=visible_to(actor).order_by().values("id"))
    return rows.select_related("contract__office", "organisation").get(id=appeal_id)


def grant_holders(contract: Contract, *, at: datetime) -> list[UUID]:
    """Name the tax and finance offices that may read the contract at the moment."""
    running = Grant.objects.filter(contract=contract).filter(Q(until=None) | Q(until__gt=at))
    return list(running.order_by("id").values_list("organisation_id", flat=True))


def values_of(contract: Contract) -> dict[str, Any]:
    """Return the whole text of a contract in the form `parse_content` reads."""
    values: dict[str, Any] = {name: getattr(contract, name) for name in PLAIN}
    return {
        **values,
        "industry": str(contract.industry_id or ""),
        "office": contract.office_id,
        "need": contract.need_id,
        "offer": contract.offer_id,
        "parties": [
            {**_named(party, _PARTY), "region": str(party.region_id or "")}
            for party in contract.parties.all()
        ],
        "lines": [_named(line, _LINE) for line in contract.lines.all()],
        "costs": [_named(cost, COST) for cost in contract.costs.all()],
        "ip": [_named(item, _IP) for item in contract.ip.all()],
    }


def content_of(contract: Contract) -> Content:
    """Return the typed content of a stored contract."""
    return Content.model_validate(values_of(contract))


def differences(before: Content, after: Content) -> list[str]:
    """Name the fields in which two contents differ."""
    return [
        name for name in Content.model_fields if getattr(before, name) != getattr(after, name)
    ]


def twin_of(
    contract: Contract, content: Content, *, stages: Collection[str] = LIVE
) -> UUID | None:
    """Find the same contract filed already: same day, value and title between the same two."""
    rows = Contract.objects.filter(
        stage__in=stages,
        signed_on=content.signed_on,
        contract_value=content.contract_value,
    ).exclude(pk=contract.pk)
    for other in rows.prefetch_related("parties"):
        if folded(other.title) == folded(content.title) and _keys(other) == _sides(content):
            return other.pk
    return None


def _keys(contract: Contract) -> tuple[frozenset[str], ...]:
    parties: Iterable[Any] = contract.parties.all()
    found = [(party.side, party.uscc or folded(party.name)) for party in parties]
    return tuple(frozenset(key for s, key in found if s == side) for side in Side.values)


def _sides(content: Content) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(party.key for party in content.side(side)) for side in Side.values)


def _named(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
