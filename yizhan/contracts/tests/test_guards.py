"""What the database itself refuses, whoever writes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from yizhan.contracts.models import Contract, Decision
from yizhan.contracts.tests.factories import AT, make_contract, make_registered

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"contract_value": Decimal(-1), "claimed_amount": Decimal(-2)},
        {"claimed_amount": Decimal(1_200_001)},
        {"technology_amount": Decimal(1_200_001)},
        {"technology_amount": Decimal(-1)},
        {"kind": "development", "subkind": "training"},
        {"kind": "licence", "subkind": "patent_right"},
        {"effective_until": date(2026, 4, 19)},
        {"number": "12345"},
        {"stage": "submitted"},
        {"stage": "elsewhere"},
    ],
)
def test_the_database_refuses_what_cannot_be(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_contract(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"technology_amount": None},
        {"registered_on": None},
        {"registered_on": date(2026, 4, 19)},
        {"second_because": ["large"]},
        {"regime": ""},
    ],
)
def test_what_is_registered_is_whole(values: dict[str, Any]) -> None:
    contract = make_registered()
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(**values)


def test_stages_follow_the_flow_and_numbers_stay() -> None:
    contract = make_registered()
    for values in ({"stage": "draft"}, {"number": "2026210208999999"}, {"number": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Contract.objects.filter(pk=contract.pk).update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        contract.delete()


def test_a_number_is_given_once() -> None:
    first = make_registered()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_registered(number=first.number or "")


def test_decisions_are_never_changed_and_never_by_one_alone() -> None:
    contract = make_registered()
    one = contract.id
    kept: dict[str, Any] = {"contract": contract, "act": "accept", "at": AT}
    decision = Decision.objects.create(position=1, registrar_id=one, **kept)
    for wrong in (decision.delete, lambda: Decision.objects.update(reasons="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(position=2, registrar_id=one, second_registrar_id=one, **kept)
