"""The dated checklists: well formed, answered by rules that exist, looked up by the day."""

from datetime import date

import pytest
from django.test import Client

from yizhan.listings.checklists import FILE, Edition, clock_on, edition_called, edition_on
from yizhan.listings.details import Content, OfferDetails
from yizhan.listings.rules.review import _MACHINES, Case, proposal_for
from yizhan.listings.terms import FieldName, Kind
from yizhan.listings.tests.factories import OFFER, make_organisation, make_submitted, sign_in

TODAY = date(2026, 3, 2)


def offer(**details: object) -> Case:
    """Return an offer of a verified house, with some of its details changed."""
    held = OfferDetails.model_validate({**OFFER["details"], **details})
    content = Content.model_validate({**OFFER, "kind": "offer", "details": held})
    return Case(content=content, is_verified=True, has_contact=False, today=TODAY)


def answers(case: Case, edition: Edition) -> dict[str, str]:
    """Return what the rules propose."""
    return {item.code: proposal_for(item, case) for item in edition.items_for("offer")}


def test_every_item_names_a_field_a_kind_and_a_rule_that_exist() -> None:
    """And says in both languages what is asked, why, and how to mend it."""
    edition = edition_on(TODAY)
    for item in edition.items:
        assert item.kinds <= set(Kind.values), item.code
        assert item.field in FieldName.values, item.code
        assert not item.machine or item.machine in _MACHINES, item.code
        for text in (item.question, item.question_en, item.mend, item.mend_en):
            assert text.strip(), item.code
        assert item.reference, item.code
        assert item.reference_en, item.code
    for kind in Kind.values:
        codes = [item.code for item in edition.items_for(kind)]
        assert len(codes) == len(set(codes)) >= 8, kind


def test_the_edition_of_the_day_is_used() -> None:
    """Before the first there is the first; old decisions find theirs by name."""
    assert edition_on(date(2020, 1, 1)) is edition_on(TODAY) is edition_called("1.0")
    assert edition_called("0.1") is None
    assert clock_on(TODAY).working_days == 5
    assert FILE.exists()


def test_rules_propose_what_they_can_tell_and_no_more() -> None:
    """Funding, numbers and evidence are facts; whether a title praises is not."""
    found = answers(offer(), edition_on(TODAY))
    assert (found["identity"], found["contact"], found["plain_title"]) == ("yes", "no", "")
    assert (found["plan_number"], found["security"], found["readiness"]) == ("yes",) * 3
    worse = answers(
        offer(
            plan_number="某计划",
            security_check={"declared": False},
            ip=[{"kind": "invention_patent", "number": "ZL202010000000.1"}],
            trl_evidence=[],
        ),
        edition_on(TODAY),
    )
    for code in ("plan_number", "security", "ip_number", "readiness"):
        assert worse[code] == "no", code
    own = answers(offer(funding_source="self", ip=[], security_check={}), edition_on(TODAY))
    assert (own["plan_number"], own["security"], own["ip_number"]) == ("na", "na", "na")


@pytest.mark.django_db
def test_the_queue_filters_and_bears_nonsense() -> None:
    """By kind, place and age; an unknown word is no filter."""
    need, offer_ = make_submitted(), make_submitted(kind="offer", region="330900")
    office = make_organisation(kind="government", level="province", size="", region_id="330000")
    officer = sign_in(Client(), office, "officer")

    def shown(query: str) -> tuple[bool, bool]:
        page = officer.get(f"/review/?{query}").content.decode()
        return need.number in page, offer_.number in page

    assert shown("show=all") == (True, True)
    assert shown("kind=offer") == (False, True)
    assert shown("region=3309") == (True, True)
    assert shown("region=3301") == (False, False)
    assert shown("region=21&kind=%00&show=zz&page=-3") == (True, True)
    assert shown("show=mine") == (False, False)
    officer.post(f"/review/{need.id}/take/")
    assert shown("show=mine") == (True, False)
