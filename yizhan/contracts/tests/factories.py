"""Rows for tests of contracts: plain functions, one for each stage."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from yizhan.contracts.models import Contract, Office, Party
from yizhan.contracts.stages import Stage
from yizhan.directory.models import Organisation
from yizhan.directory.rules import PERMISSIONS
from yizhan.kernel.actors import Actor

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
