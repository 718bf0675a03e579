"""What a browser sends when somebody fills in the form of a contract."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.test import Client

from yizhan.contracts.tests.factories import AT, make_office
from yizhan.directory.models import Membership, Organisation, Person

SELLER = {"uscc": "", "region": "辽宁省 大连市", "nature": "022"}
BUYER = {
    "name": "舟山远洋泵业有限公司",
    "uscc": "91350100M000100Y43",
    "region": "浙江省 舟山市",
    "nature": "150",
}
PLAIN = {
    "title": "低温等离子渗氮复合强化技术开发",
    "kind": "development",
    "subkind": "commissioned_development",
    "field": "05",
    "signed_on": "2026-04-20",
    "effective_from": "2026-04-20",
    "effective_until": "2099-04-19",
    "objective": "02",
    "contract_value": "1,200,000.00",
    "currency": "CNY",
    "payment": "instalments",
    "ip_type": "know_how",
    "plan_source": "none",
}


def posted(seller: Organisation, **changes: Any) -> dict[str, Any]:
    """Return the fields of a whole form; a list replaces the rows of its table."""
    rows: dict[str, list[Mapping[str, Any]]] = {
        "sellers": [{**SELLER, "name": seller.name, "uscc": seller.uscc}],
        "buyers": [BUYER],
        "lines": [
            {
                "subkind": "commissioned_development",
                "description": "工艺与样机",
                "amount": "1200000",
            }
        ],
        "costs": [
            {
                "kind": "equipment",
                "description": "真空机组",
                "quantity": "1",
                "amount": "200000",
            }
        ],
        "ip": [],
    }
    plain = {**PLAIN, "office": make_office().pk, "key": uuid.uuid4()}
    for name, value in changes.items():
        if name in rows:
            rows[name] = value
        else:
            plain[name] = value
    for name, held in rows.items():
        plain |= {f"{name}-TOTAL_FORMS": len(held), f"{name}-INITIAL_FORMS": 0}
        for index, row in enumerate(held):
            plain |= {f"{name}-{index}-{key}": value for key, value in row.items()}
    return plain


def enter(client: Client, organisation: Organisation, role: str = "member") -> Client:
    """Sign a new person in, acting for the organisation."""
    person = Person.objects.create(email=f"{uuid.uuid4().hex[:10]}@example.org")
    Membership.objects.create(
        person=person, organisation=organisation, role=role, created_at=AT
    )
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
