"""A person's wishes about mail, from the page or from a link in a mail."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yizhan.audit.services import record
from yizhan.inbox.facts import PreferenceChanged
from yizhan.inbox.models import Preference
from yizhan.inbox.registry import topic_of, topics
from yizhan.inbox.terms import DIGEST, Every
from yizhan.kernel.actors import Actor, machine
from yizhan.kernel.refusals import Refusal, refuse_if


@transaction.atomic
def set_preferences(*, actor: Actor, wishes: Mapping[str, str], at: datetime) -> int:
    """Keep how the actor wants each topic by mail; say how many wishes are new."""
    if actor.person_id is None:
        raise Preference.DoesNotExist
    known = {topic.code for topic in topics()} | {DIGEST}
    refuse_if(
        Refusal("inbox.unknown_wish", {"topic": topic}, topic)
        for topic, every in wishes.items()
        if topic not in known or every not in Every.values
    )
    return sum(
        _set(actor.person_id, topic, every, actor=actor, at=at)
        for topic, every in sorted(wishes.items())
    )


@transaction.atomic
def unsubscribe(*, person_id: UUID, topic: str, subject_id: UUID | None, at: datetime) -> None:
    """Stop what a link in a mail names: one subject where the topic can, else the topic."""
    registered = topic_of(topic)
    if registered is not None and registered.stop is not None and subject_id is not None:
        registered.stop(person_id, subject_id, at)
    else:
        worker = machine("unsubscribe")
        _set(person_id, topic, Every.NEVER, actor=worker, at=at, by_link=True)


def _set(
    person_id: UUID,
    topic: str,
    every: str,
    *,
    actor: Actor,
    at: datetime,
    by_link: bool = False,
) -> bool:
    registered = topic_of(topic)
    usual = registered.mail if registered else Every.DAILY
    Preference.objects.get_or_create(
        person_id=person_id, topic=topic, defaults={"every": usual}
    )
    held = Preference.objects.select_for_update().get(person_id=person_id, topic=topic)
    before = held.every
    if before == every:
        return False
    held.every = every
    held.save(update_fields=["every"])
    fact = PreferenceChanged(
        subject_id=person_id, topic=topic, before=before, after=str(every), by_link=by_link
    )
    record(fact, actor=actor, at=at)
    return True
