"""Rows for tests of contracts: plain functions, one for each stage."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from yizhan.contracts import services
from yizhan.contracts.models import Contract, Office, Paper, Party
from yizhan.contracts.queries import content_of
from yizhan.contracts.services import Deduction, Ruling
from yizhan.contracts.stages import Stage
from yizhan.directory.models import Organisation
from yizhan.directory.rules import PERMISSIONS
from yizhan.kernel.actors import Actor
from yizhan.kernel.codes import former_check, uscc_with_check

AT = datetime(2026, 5, 11, 2, 0, tzinfo=UTC)
TODAY = date(2026, 5, 11)


def make_organisation(**values: Any) -> Organisation:
    """Store one verified enterprise in 舟山 unless told otherwise."""
    wanted = {
        "verification": "verified",
        "verified_at": AT,
        "name": f"舟山{uuid.uuid4().hex[:6]}泵业有限公司",
        "kind": "enterprise",
        "size": "medium",
        "region_id": "330900",
        "industry_id": "C34",
        "created_at": AT,
    }
    return Organisation.objects.create(**{**wanted, **values})


def actor_of(organisation: Organisation, role: str = "member", **values: Any) -> Actor:
    """Return somebody who acts for the organisation in the role."""
    wanted = {
        "id": uuid.uuid4(),
        "person_id": uuid.uuid4(),
        "label": f"{organisation.name} · {role}",
        "organisation_id": organisation.id,
        "permissions": PERMISSIONS[role],
        "region": None,
    }
    return Actor(**{**wanted, **values})


def make_office(region: str = "210200", code: str = "08", **values: Any) -> Office:
    """Return the office of a region, made where there is none yet."""
    prefix = region[:4]
    found = Office.objects.filter(prefix=prefix, code=code).first()
    if found:
        return found
    home = make_organisation(
        name=f"技术市场{uuid.uuid4().hex[:6]}管理处",
        kind="government",
        level="city",
        region_id=region,
    )
    wanted = {
        "organisation": home,
        "region_id": region,
        "prefix": prefix,
        "code": code,
        "name": "大连技术合同登记处",
    }
    return Office.objects.create(**{**wanted, **values})


def make_registrar(office: Office, **values: Any) -> Actor:
    """Return a registrar of the office."""
    return actor_of(office.organisation, "registrar", **values)


def make_supervisor(region: str = "21", **values: Any) -> Actor:
    """Return an officer of the authority over a province."""
    home = make_organisation(
        name=f"科学技术厅{uuid.uuid4().hex[:6]}",
        kind="government",
        level="province",
        region_id=region.ljust(6, "0"),
    )
    return actor_of(home, "officer", region=region, **values)


def make_contract(**values: Any) -> Contract:
    """Store one bare draft row, or whatever row the values describe; no verb is called."""
    wanted: dict[str, Any] = {
        "title": "低温等离子渗氮复合强化技术开发",
        "kind": "development",
        "subkind": "commissioned_development",
        "field": "05",
        "ip_type": "know_how",
        "plan_source": "none",
        "objective": "02",
        "payment": "instalments",
        "signed_on": date(2026, 4, 20),
        "effective_from": date(2026, 4, 20),
        "effective_until": date(2027, 4, 19),
        "contract_value": Decimal(1_200_000),
        "claimed_amount": Decimal(1_000_000),
        "seller_region_id": "210200",
        "buyer_region_id": "330900",
        "seller_nature": "022",
        "buyer_nature": "150",
        "created_at": AT,
        "updated_at": AT,
    }
    wanted |= values
    if "organisation" not in wanted and "organisation_id" not in wanted:
        wanted["organisation"] = make_organisation(region_id="210200", kind="university")
    contract = Contract.objects.create(**wanted)
    contract.refresh_from_db(fields=["serial"])
    sides = (("seller", contract.organisation.name), ("buyer", "舟山泵业有限公司"))
    for side, name in sides:
        Party.objects.create(
            contract=contract,
            side=side,
            name=name,
            organisation=contract.organisation if side == "seller" else None,
            region_id=getattr(contract, f"{side}_region_id"),
            country=getattr(contract, f"{side}_country"),
            nature=getattr(contract, f"{side}_nature"),
        )
    return contract


def make_registered(number: str = "", **values: Any) -> Contract:
    """Store one registered row with a number of its own; no verb is called."""
    office = values.pop("office", None) or make_office()
    serial = Contract.objects.filter(number__isnull=False).count() + 1
    year = values.get("registered_on", TODAY).year
    wanted: dict[str, Any] = {
        "stage": Stage.REGISTERED,
        "office": office,
        "regime": "2026",
        "number": number or f"{year}{office.prefix}{office.code}{serial:06d}",
        "technology_amount": Decimal(1_000_000),
        "submitted_at": AT,
        "accepted_at": AT,
        "decided_at": AT,
        "registered_on": TODAY,
    }
    return make_contract(**{**wanted, **values})


def values_for(seller: Organisation, **changes: Any) -> dict[str, Any]:
    """Return what a complete form of a development contract holds; the seller files it."""
    values: dict[str, Any] = {
        "title": f"低温等离子渗氮复合强化技术开发 {uuid.uuid4().hex[:6]}",
        "kind": "development",
        "subkind": "commissioned_development",
        "field": "05",
        "ip_type": "know_how",
        "plan_source": "none",
        "objective": "02",
        "payment": "instalments",
        "signed_on": "2026-04-20",
        "effective_from": "2026-04-20",
        "effective_until": "2027-04-19",
        "contract_value": "1200000",
        "office": make_office().pk,
        "parties": [
            {
                "side": "seller",
                "name": seller.name,
                "uscc": seller.uscc,
                "region": "210200",
                "nature": "022",
            },
            {
                "side": "buyer",
                "name": "舟山远洋泵业有限公司",
                "uscc": "91350100M000100Y43",
                "region": "330900",
                "nature": "150",
            },
        ],
        "lines": [
            {
                "kind": "development",
                "subkind": "commissioned_development",
                "description": "工艺与样机",
                "amount": "1200000",
            }
        ],
        "costs": [
            {"kind": "equipment", "description": "真空机组", "amount": "200000", "unit": "台"}
        ],
    }
    return {**values, **changes}


def make_seller(**values: Any) -> Organisation:
    """Store a verified university in 大连 with a code of its own."""
    stem = f"12210200{uuid.uuid4().int % 10**8:08d}"
    code = uscc_with_check(stem + former_check(stem[8:]))
    wanted = {"kind": "university", "region_id": "210200", "uscc": code, "size": ""}
    return make_organisation(**{**wanted, **values})


def make_draft(actor: Actor | None = None, **changes: Any) -> Contract:
    """Store one complete draft through the verb, with its contract text."""
    owner = actor or actor_of(make_seller())
    seller = Organisation.objects.get(id=str(owner.organisation_id))
    values = values_for(seller, **changes)
    contract = services.create_draft(actor=owner, values=values, at=AT)
    Paper.objects.create(
        contract=contract,
        kind="contract_text",
        name="合同.pdf",
        file_sha256="0" * 64,
        file_size=1,
        file_type="application/pdf",
        uploaded_by=owner.id,
        uploaded_at=AT,
    )
    return contract


def make_submitted(actor: Actor | None = None, **changes: Any) -> Contract:
    """Store one contract that waits to be accepted."""
    owner = actor or actor_of(make_seller())
    contract = make_draft(owner, **changes)
    return services.submit_contract(actor=owner, contract_id=contract.id, at=AT)


def make_accepted(actor: Actor | None = None, **changes: Any) -> Contract:
    """Store one contract that its office has taken on."""
    contract = make_submitted(actor, **changes)
    registrar = make_registrar(make_office())
    return services.accept_contract(actor=registrar, contract_id=contract.id, at=AT)


def make_reviewing(registrar: Actor, owner: Actor | None = None, **changes: Any) -> Contract:
    """Store one contract on the desk of a registrar."""
    contract = make_accepted(owner, **changes)
    return services.take_contract(actor=registrar, contract_id=contract.id, at=AT)


def ruling_for(contract: Contract, **changes: Any) -> Ruling:
    """Return a ruling that takes off what the filer takes off."""
    wanted: dict[str, Any] = {
        "kind": contract.kind,
        "subkind": contract.subkind,
        "reasons": "目标明确，订立时尚未掌握，符合技术开发的认定条件。",
        "deductions": {
            cost.position: Deduction(
                amount=Decimal(0) if cost.is_within_reason else cost.amount
            )
            for cost in contract.costs.all()
        },
    }
    return Ruling(**{**wanted, **changes})


def make_decided(owner: Actor | None = None, **changes: Any) -> Contract:
    """Store one contract registered through the verbs, by two registrars where they must."""
    first, second = (make_registrar(make_office()) for _one in range(2))
    contract = make_reviewing(first, owner, **changes)
    return decide(contract, first, second)


def decide(contract: Contract, first: Actor, second: Actor, *, at: datetime = AT) -> Contract:
    """Register what is on the desk of the first registrar."""
    ruling = ruling_for(contract)
    given: dict[str, Any] = {"contract_id": contract.id, "at": at}
    if not services.second_reasons(contract, content_of(contract), ruling):
        return services.register_contract(actor=first, ruling=ruling, **given)
    services.propose_decision(actor=first, outcome="register", ruling=ruling, **given)
    return services.countersign_decision(actor=second, agrees=True, **given)
