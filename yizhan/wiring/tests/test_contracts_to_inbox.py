"""Who hears what of a registration, and what waits for whom."""

from datetime import timedelta
from typing import Any

import pytest

from yizhan.contracts import services
from yizhan.contracts.models import Grant
from yizhan.contracts.tests.factories import (
    AT,
    make_decided,
    make_draft,
    make_office,
    make_seller,
    ruling_for,
)
from yizhan.directory.models import Membership, Organisation, Person
from yizhan.directory.queries import actor_of_membership
from yizhan.inbox.models import Notice
from yizhan.kernel.actors import Actor, machine
from yizhan.listings.tests.factories import make_organisation, make_person
from yizhan.wiring.contracts_to_inbox import at_desk, corrections

pytestmark = pytest.mark.django_db
WHY = "合同已经双方协议解除，不再履行。"


def staffed(role: str, home: Organisation) -> Actor:
    """Give an organisation one person in a role."""
    person: Person = make_person()
    held = Membership.objects.create(person=person, organisation=home, role=role, created_at=AT)
    return actor_of_membership(held)


def topics() -> set[tuple[str, Any]]:
    return set(Notice.objects.values_list("topic", "person_id"))


def test_both_sides_and_the_authority_hear_what_is_theirs() -> None:
    owner = staffed("member", make_seller())
    registrar = staffed("registrar", make_office().organisation)
    authority = {"kind": "government", "level": "province", "region_id": "210000"}
    officer = staffed("officer", make_organisation(**authority))
    contract = make_draft(owner)
    given: dict[str, Any] = {"contract_id": contract.id, "at": AT}
    services.submit_contract(actor=owner, **given)
    assert [item.title for item in at_desk(registrar)] == [contract.title]
    services.request_correction(actor=registrar, reasons=WHY, **given)
    assert [item.title for item in corrections(owner)] == [contract.title]
    assert at_desk(registrar) == []
    services.submit_contract(actor=owner, **given)
    services.accept_contract(actor=registrar, **given)
    worker = machine("deadlines", "contracts.clock")
    late = AT + timedelta(days=60)
    services.note_overdue(actor=worker, contract_id=contract.id, at=late)
    taken = services.take_contract(actor=registrar, **given)
    services.register_contract(actor=registrar, ruling=ruling_for(taken), **given)
    assert topics() == {
        ("contracts.correction_asked", owner.person_id),
        ("contracts.accepted", owner.person_id),
        ("contracts.overdue", owner.person_id),
        ("contracts.overdue", registrar.person_id),
        ("contracts.overdue", officer.person_id),
        ("contracts.registered", owner.person_id),
    }
    notice = Notice.objects.get(topic="contracts.registered")
    assert notice.values["number"] == "2026210208000001"


def test_a_tax_office_hears_of_the_end_while_its_grant_runs() -> None:
    registrar = staffed("registrar", make_office().organisation)
    houses = {"kind": "government", "level": "city", "region_id": "320100"}
    tax, before = (staffed("officer", make_organisation(**houses)) for _one in range(2))
    contract = make_decided()
    for office, until in ((tax, None), (before, AT + timedelta(seconds=1))):
        Grant.objects.create(
            contract=contract,
            organisation_id=str(office.organisation_id),
            granted_by=contract.id,
            at=AT,
            until=until,
        )
    later = AT + timedelta(days=1)
    services.cancel_contract(actor=registrar, reasons=WHY, contract_id=contract.id, at=later)
    assert topics() == {("contracts.cancelled", tax.person_id)}
