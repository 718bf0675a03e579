"""Any order of verbs: the services, the flow and the database always agree."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yizhan.audit.models import Entry
from yizhan.kernel.actors import machine
from yizhan.kernel.refusals import Refused
from yizhan.listings import services
from yizhan.listings.messages import STEPS
from yizhan.listings.models import Listing
from yizhan.listings.stages import FLOW, OPEN, Stage
from yizhan.listings.tests.factories import (
    AT,
    actor_of,
    make_checklist,
    make_draft,
    make_organisation,
    make_reviewer,
)

pytestmark = pytest.mark.django_db

VERBS: dict[str, Callable[..., Any]] = {
    "submit": services.submit_listing,
    "publish": services.publish_listing,
    "propose": services.propose_listing,
    "countersign": services.countersign_listing,
    "return": services.return_listing,
    "start_talks": services.start_talks,
    "reopen": services.reopen_listing,
    "conclude": services.conclude_listing,
    "withdraw": services.withdraw_listing,
    "revise": services.revise_listing,
    "confirm": services.confirm_listing,
}

# Steps that the clock takes, `hide` by `fade_listings`.
CLOCK = {"expire", "hide"}
# Steps taken for a whole organisation at once, by `suspend_listings` and `resume_listings`.
HOUSE = {"suspend", "resume", "resume_talks", "resume_hidden"}
DECISIONS = {"publish", "propose", "countersign"}


def test_every_step_of_the_flow_has_a_verb_and_words() -> None:
    """And no verb is without a step."""
    steps = {name for name, *_ in FLOW.rows()}
    assert steps - CLOCK - HOUSE == set(VERBS)
    assert steps - CLOCK - HOUSE <= set(STEPS)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    names=st.lists(st.sampled_from(sorted(VERBS)), max_size=14),
    kind=st.sampled_from(["need", "offer"]),
)
def test_any_sequence_of_verbs_keeps_flow_version_and_facts_in_step(
    names: list[str], kind: str
) -> None:
    """A verb either moves along an edge, or is refused and leaves no trace."""
    owner = actor_of(make_organisation())
    listing = make_draft(owner, kind)
    second = make_reviewer("33" if kind == "need" else "21")
    reviewer = replace(second, id=uuid4(), person_id=uuid4())
    edges = set(FLOW.edges())
    for name in names:
        before = Listing.objects.get(id=listing.id)
        facts = Entry.objects.filter(subject_id=listing.id).count()
        extra: dict[str, Any] = {"reasons": {"title": "请改写"}} if name == "return" else {}
        if name in DECISIONS:
            extra = {"checklist": make_checklist(before)}
        actor = reviewer if name in DECISIONS | {"return"} else owner
        actor = second if name == "countersign" else actor
        try:
            VERBS[name](actor=actor, listing_id=listing.id, at=AT, **extra)
        except (Refused, PermissionDenied, Listing.DoesNotExist):
            after = Listing.objects.get(id=listing.id)
            assert (after.stage, after.version) == (before.stage, before.version)
            assert Entry.objects.filter(subject_id=listing.id).count() == facts
            continue
        after = Listing.objects.get(id=listing.id)
        assert after.version == before.version + 1
        assert Entry.objects.filter(subject_id=listing.id).count() == facts + 1
        assert after.stage == before.stage or (before.stage, after.stage) in edges
        assert (after.due_at is not None) == (after.stage in OPEN)


@pytest.mark.parametrize("source", Stage.values)
@pytest.mark.parametrize("target", Stage.values)
def test_the_database_allows_exactly_the_edges_of_the_flow(source: str, target: str) -> None:
    """Whatever program writes."""
    listing = make_draft()
    path = _path_to(source)
    times = {"submitted_at": AT, "published_at": AT, "concluded_at": AT, "due_at": AT}
    Listing.objects.filter(id=listing.id).update(**times)
    for stage in path:
        Listing.objects.filter(id=listing.id).update(stage=stage)
    allowed = source == target or (source, target) in set(FLOW.edges())
    try:
        with transaction.atomic():
            Listing.objects.filter(id=listing.id).update(stage=target)
    except DatabaseError:
        assert not allowed
    else:
        assert allowed


def _path_to(stage: str) -> list[str]:
    """Return the stages from draft to the one wanted, by the shortest way."""
    paths: dict[str, list[str]] = {Stage.DRAFT.value: []}
    while stage not in paths:
        for source, target in FLOW.edges():
            if source in paths and target not in paths:
                paths[target] = [*paths[source], target]
    return paths[stage]


def test_the_deadline_worker_takes_what_is_due_and_no_more() -> None:
    """It calls the verb, one listing at a time."""
    from_the_flow = {
        name for name, _, _, permission in FLOW.rows() if permission == "listings.expire"
    }
    assert from_the_flow == CLOCK
    draft = make_draft()
    worker = machine("deadlines", "listings.expire")
    assert not services.expire_listing(actor=worker, listing_id=draft.id, at=AT)
