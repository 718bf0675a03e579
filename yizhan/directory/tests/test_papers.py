"""Papers behind a claim, and an administrator who hands over."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from yizhan.audit.models import Entry
from yizhan.directory import queries, rules, services
from yizhan.directory.models import ClaimPaper, Organisation
from yizhan.directory.tests.factories import (
    AT,
    acting,
    make_account,
    make_member,
    make_organisation,
    make_verifier,
)
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.files import place_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nauthorisation"


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path) -> None:
    settings.YIZHAN_FILES = tmp_path


def claimed() -> tuple[Actor, Any]:
    """Return somebody with a claim on a house in 舟山 without people."""
    person, house = make_account(), make_organisation(is_verified=False)
    made = services.start_claim(
        actor=person, organisation_id=house.id, evidence="销售部", at=AT
    )
    return person, made


def add(actor: Actor, claim: Any, *parts: bytes, name: str = "授权书.pdf") -> ClaimPaper:
    return services.add_paper(
        actor=actor, claim_id=claim.id, name=name, chunks=parts or (PDF,), at=AT
    )


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_a_paper_is_kept_once_and_a_verifier_leaves_a_trace() -> None:
    person, claim = claimed()
    paper = add(person, claim)
    assert add(person, claim) == paper
    assert place_of(services.ROOM, paper.sha256).read_bytes() == PDF
    given = {"claim_id": claim.id, "paper_id": paper.id, "at": AT}
    services.open_paper(actor=person, **given)
    looks = Entry.objects.filter(code="directory.claim_paper_opened")
    assert not looks.exists()
    verifier = make_verifier()
    services.open_paper(actor=verifier, **given)
    assert looks.get().actor_id == verifier.id
    for stranger in (make_account(), make_verifier("210000")):
        with pytest.raises(type(claim).DoesNotExist):
            services.open_paper(actor=stranger, **given)


def test_only_what_it_is_by_its_bytes_and_not_too_much() -> None:
    person, claim = claimed()
    with pytest.raises(Refused) as refused:
        add(person, claim, b"<html>", name="a.pdf")
    assert codes(refused) == ["claim.paper_kind"]
    big = b"\0" * (rules.MOST_PAPER_BYTES // 2)
    with pytest.raises(Refused) as refused:
        add(person, claim, PDF, big, big)
    assert codes(refused) == ["claim.paper_too_large"]
    for number in range(rules.MOST_PAPERS):
        add(person, claim, PDF + bytes([number]))
    with pytest.raises(Refused) as refused:
        add(person, claim)
    assert codes(refused) == ["claim.too_many_papers"]
    services.withdraw_claim(actor=person, claim_id=claim.id, at=AT)
    with pytest.raises(Refused) as refused:
        add(person, claim)
    assert codes(refused) == ["claim.papers_closed"]


def test_papers_go_half_a_year_after_the_claim_has_ended(
    django_capture_on_commit_callbacks: Any,
) -> None:
    (person, claim), (other, second) = claimed(), claimed()
    paper, shared = add(person, claim), add(other, second)
    services.withdraw_claim(actor=person, claim_id=claim.id, at=AT)
    assert services.discard_papers(at=AT + rules.PAPERS_KEPT) == 0
    later = AT + rules.PAPERS_KEPT * 2
    with django_capture_on_commit_callbacks(execute=True):
        assert services.discard_papers(at=later) == 1
    # The same file stands behind another claim that is still open.
    assert place_of(services.ROOM, paper.sha256).exists()
    services.withdraw_claim(actor=other, claim_id=second.id, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.discard_papers(at=later) == 1
    assert not place_of(services.ROOM, shared.sha256).exists()


def roles(house: Organisation) -> dict[Any, set[str]]:
    found: dict[Any, set[str]] = {}
    for row in queries.memberships_of(organisation=house):
        found.setdefault(row.person_id, set()).add(row.role)
    return found


def test_the_last_administrator_hands_over_in_one_step() -> None:
    house = make_organisation()
    old = make_member(house, "administrator")
    heir = make_member(house)
    actor = queries.actor_of_membership(old)
    services.hand_over(actor=actor, membership_id=old.id, successor_id=heir.id, at=AT)
    assert roles(house) == {old.person_id: {"member"}, heir.person_id: {"administrator"}}


def test_nothing_is_handed_to_oneself_to_strangers_or_by_others() -> None:
    house = make_organisation()
    old, heir = make_member(house, "administrator"), make_member(house)
    own = make_member(house, "member", old.person)
    stranger = make_member(make_organisation())
    actor = queries.actor_of_membership(old)
    for successor in (own, stranger):
        with pytest.raises(Refused) as refused:
            services.hand_over(
                actor=actor, membership_id=old.id, successor_id=successor.id, at=AT
            )
        assert codes(refused) == ["membership.no_successor"]
    with pytest.raises(PermissionDenied):
        services.hand_over(
            actor=acting(house, "administrator"),
            membership_id=old.id,
            successor_id=heir.id,
            at=AT,
        )
    # Who is a member besides simply ends the role; a broker stays a broker.
    broker = make_member(make_organisation(kind="university", size=""), "broker")
    assert broker.role == "broker"
    services.hand_over(actor=actor, membership_id=old.id, successor_id=heir.id, at=AT)
    assert roles(house)[old.person_id] == {"member"}
