"""A profile from draft to public and back; consent; the year; the home."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from yizhan.audit.models import Entry, PersonalValue
from yizhan.directory.tests.factories import make_organisation, make_verifier
from yizhan.experts import queries, services
from yizhan.experts.models import Advice, Expert
from yizhan.experts.services.clocks import WORKER
from yizhan.experts.tests.factories import (
    AT,
    VALUES,
    acting,
    make_asker,
    make_draft,
    make_listed,
    make_sent,
    make_waiting,
)
from yizhan.kernel.actors import anonymous
from yizhan.kernel.refusals import Refused, Stale

pytestmark = pytest.mark.django_db


def codes_of(raised: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {refusal.code for refusal in raised.value.refusals}


def shown(expert: Expert) -> bool:
    return queries.expert_rows(anonymous()).filter(pk=expert.pk).exists()


def test_a_profile_becomes_public_only_after_consent_and_the_word_of_its_home() -> None:
    expert, person = make_draft()
    assert not shown(expert)
    with pytest.raises(Refused) as raised:
        services.submit_expert(actor=person, expert_id=expert.id, consents=False, at=AT)
    assert codes_of(raised) == {"experts.no_consent"}
    services.submit_expert(actor=person, expert_id=expert.id, consents=True, at=AT)
    assert not shown(expert)
    home = acting(expert.organisation, "administrator")
    services.vouch_expert(actor=home, expert_id=expert.id, at=AT)
    assert shown(expert)
    kinds = Entry.objects.filter(subject_id=expert.id).values_list("code", flat=True)
    assert {"experts.consent_given", "experts.listed"} <= set(kinds)


def test_the_database_itself_refuses_a_public_profile_without_consent() -> None:
    expert, _person = make_listed()
    with pytest.raises(DatabaseError), transaction.atomic():
        Expert.objects.filter(pk=expert.pk).update(consented_at=None)


def test_withdrawing_hides_at_once_and_returns_open_questions() -> None:
    expert, person = make_listed()
    advice, _asker, _person = make_sent(expert)
    services.withdraw_expert(actor=person, expert_id=expert.id, at=AT)
    assert not shown(expert)
    assert Advice.objects.get(pk=advice.pk).stage == "returned"
    assert Entry.objects.filter(subject_id=expert.id, code="experts.consent_revoked").exists()


def test_an_administrator_does_not_vouch_for_itself_but_a_verifier_in_reach_may() -> None:
    home = make_organisation(kind="university", size="", region_id="330900")
    boss = acting(home, "administrator")
    expert, _person = make_draft(home, actor=boss)
    services.submit_expert(actor=boss, expert_id=expert.id, consents=True, at=AT)
    with pytest.raises(Refused) as raised:
        services.vouch_expert(actor=boss, expert_id=expert.id, at=AT)
    assert codes_of(raised) == {"experts.own_profile"}
    with pytest.raises(Expert.DoesNotExist):
        services.vouch_expert(actor=make_verifier("210000"), expert_id=expert.id, at=AT)
    services.vouch_expert(actor=make_verifier("330000"), expert_id=expert.id, at=AT)
    assert shown(expert)


def test_who_changes_the_name_is_vouched_for_again_who_changes_words_is_not() -> None:
    expert, person = make_listed()
    given: dict[str, Any] = {"actor": person, "expert_id": expert.id, "at": AT}
    expert = services.edit_expert(
        values={**VALUES, "keywords": ["空蚀", "磨损"]}, version=expert.version, **given
    )
    assert expert.stage == "listed"
    with pytest.raises(Stale):
        services.edit_expert(values={**VALUES, "title": "研究员"}, version=1, **given)
    expert = services.edit_expert(
        values={**VALUES, "title": "研究员"}, version=expert.version, **given
    )
    assert expert.stage == "waiting"
    assert not shown(expert)


def test_a_public_profile_cannot_be_emptied() -> None:
    expert, person = make_listed()
    with pytest.raises(Refused) as raised:
        services.edit_expert(
            actor=person,
            expert_id=expert.id,
            values={**VALUES, "modes": []},
            version=expert.version,
            at=AT,
        )
    assert codes_of(raised) == {"experts.no_mode"}


def test_a_year_without_a_word_first_reminds_and_then_hides() -> None:
    expert, person = make_listed()
    tick: dict[str, Any] = {"actor": WORKER, "expert_id": expert.id}
    assert not services.due_expert(at=AT + timedelta(days=334), **tick)
    assert services.due_expert(at=AT + timedelta(days=336), **tick)
    assert shown(expert)
    assert not services.due_expert(at=AT + timedelta(days=337), **tick)
    # A clock that jumps back does nothing twice.
    assert not services.due_expert(at=AT, **tick)
    assert services.due_expert(at=AT + timedelta(days=370), **tick)
    assert not shown(expert)
    services.resume_expert(actor=person, expert_id=expert.id, at=AT + timedelta(days=371))
    assert shown(expert)


def test_confirming_starts_the_year_anew() -> None:
    expert, person = make_listed()
    later = AT + timedelta(days=340)
    services.due_expert(actor=WORKER, expert_id=expert.id, at=later)
    services.renew_expert(actor=person, expert_id=expert.id, at=later)
    far = AT + timedelta(days=600)
    assert not services.fade_expert(actor=WORKER, expert_id=expert.id, at=far)


def test_who_leaves_the_home_is_hidden_and_its_questions_go_back() -> None:
    expert, person = make_listed()
    advice, _asker, _person = make_sent(expert)
    assert person.person_id is not None
    gone = services.leave_home(
        person_id=person.person_id, organisation_id=expert.organisation_id, at=AT
    )
    assert gone == 1
    assert not shown(expert)
    assert Advice.objects.get(pk=advice.pk).stage == "returned"


def test_fields_are_read_by_whom_the_person_chose() -> None:
    visibility = {"hours": "organisations", "works": "nobody", "fee": "nobody"}
    expert, person = make_listed(visibility=visibility)
    visitor = queries.view_of(expert, actor=anonymous())
    assert (visitor.hours, visitor.works, visitor.fee) == (None, (), "")
    member = queries.view_of(expert, actor=make_asker())
    assert (member.hours, member.works) == (8, ())
    own = queries.view_of(expert, actor=person)
    assert own.works
    assert own.hidden == {}


def test_what_is_not_public_is_not_found_either() -> None:
    hidden = {
        "kind": "project",
        "title": "深海机器人关节密封",
        "year": 2023,
        "identifier": "",
    }
    expert, _person = make_listed(works=[hidden], visibility={"works": "organisations"})
    found = queries.public_experts(wanted=queries.ExpertFilter(search="关节密封"))
    assert not found.exists()
    found = queries.public_experts(wanted=queries.ExpertFilter(search="叶轮 冲蚀"))
    assert list(found) == [expert]


def test_erasing_leaves_nothing_personal_in_row_or_trail() -> None:
    expert, person = make_waiting()
    home = acting(expert.organisation, "administrator")
    services.return_expert(actor=home, expert_id=expert.id, reason="闻老师请补证书", at=AT)
    services.withdraw_expert(actor=person, expert_id=expert.id, at=AT)
    assert PersonalValue.objects.filter(entry__subject_id=expert.id).exists()
    expert = services.erase_expert(actor=person, expert_id=expert.id, at=AT)
    expert.refresh_from_db()
    assert (expert.name, expert.works, expert.terms) == ("", [], [])
    assert not PersonalValue.objects.filter(entry__subject_id=expert.id).exists()


def test_nobody_else_writes_a_profile() -> None:
    expert, _person = make_listed()
    stranger = make_asker()
    with pytest.raises(PermissionDenied):
        services.edit_expert(
            actor=stranger, expert_id=expert.id, values=VALUES, version=None, at=AT
        )
    with pytest.raises(PermissionDenied):
        services.pause_expert(actor=stranger, expert_id=expert.id, at=AT)


def test_a_prepared_draft_is_taken_over_by_whom_it_was_meant_for_and_by_nobody_else() -> None:
    home = make_organisation(kind="university", size="")
    boss, person = acting(home, "administrator"), acting(home)
    row = services.PreparedRow(values=VALUES, email="Wen@example.org")
    (made,) = services.prepare_experts([row], actor=boss, at=AT)
    (again,) = services.prepare_experts([row], actor=boss, at=AT)
    assert (made.result, again.result, made.expert_id) == (
        "created",
        "unchanged",
        again.expert_id,
    )
    assert made.expert_id is not None
    claim: dict[str, Any] = {"actor": person, "expert_id": made.expert_id, "at": AT}
    with pytest.raises(Expert.DoesNotExist):
        services.claim_profile(emails=["other@example.org"], **claim)
    expert = services.claim_profile(emails=["wen@example.org"], **claim)
    assert (expert.person_id, expert.invited_email) == (person.person_id, "")
    (late,) = services.prepare_experts(
        [services.PreparedRow(values=VALUES, email="", expert_id=expert.id)], actor=boss, at=AT
    )
    assert late.result == "refused"
