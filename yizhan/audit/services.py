"""Record facts, and tell those who listen once the transaction holds."""

import json
import secrets
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from yizhan.audit.models import Entry, PersonalValue
from yizhan.kernel.actors import Actor
from yizhan.kernel.facts import Fact, values_of

Listener = Callable[[Fact], None]
Reaction = Callable[[Fact, datetime], None]
_listeners: dict[type[Fact], list[Listener]] = defaultdict(list)
_reactions: dict[type[Fact], list[Reaction]] = defaultdict(list)


def listen(kind: type[Fact], listener: Listener) -> None:
    """Call the listener after each fact of this kind is committed. For `wiring` only."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def react(kind: type[Fact], reaction: Reaction) -> None:
    """Call the reaction with each fact of this kind and its time, in its transaction.

    What it writes is there exactly when the fact is, whatever is killed; so it writes rows
    and nothing else. For `wiring` only.
    """
    if reaction not in _reactions[kind]:
        _reactions[kind].append(reaction)


def record(fact: Fact, *, actor: Actor, at: datetime) -> None:
    """Write the fact in the running transaction; listeners run after its commit."""
    record_many([fact], actor=actor, at=at)


def record_many(facts: Sequence[Fact], *, actor: Actor, at: datetime) -> None:
    """Write facts in order with one statement; a batch costs little more than one."""
    personal: list[list[PersonalValue]] = []
    entries = []
    for fact in facts:
        values, erasable = _split(fact)
        personal.append(erasable)
        entries.append(
            Entry(
                stream=fact.stream,
                at=at,
                code=fact.code,
                subject_id=fact.subject_id,
                actor_id=actor.id,
                actor_label=actor.label,
                organisation_id=fact.organisation_id or actor.organisation_id,
                region=fact.region,
                facts=values,
            )
        )
    Entry.objects.bulk_create(entries)
    rows = []
    for entry, erasable in zip(entries, personal, strict=True):
        for value in erasable:
            value.entry = entry
            rows.append(value)
    if rows:
        PersonalValue.objects.bulk_create(rows)
    for fact in facts:
        for reaction in _reactions[type(fact)]:
            reaction(fact, at)
        for listener in _listeners[type(fact)]:
            transaction.on_commit(partial(listener, fact))


def erase_personal_values(*, subject_id: UUID) -> int:
    """Erase every personal value kept for the subject; the chain of hashes stays whole."""
    count, _ = PersonalValue.objects.filter(entry__subject_id=subject_id).delete()
    return count


def _split(fact: Fact) -> tuple[dict[str, Any], list[PersonalValue]]:
    values = values_of(fact)
    erasable = []
    for name in sorted(fact.personal):
        salt = secrets.token_bytes(16)
        text = json.dumps(values[name], ensure_ascii=False)
        erasable.append(PersonalValue(name=name, salt=salt, value=text))
        values[name] = {"sha256": sha256(salt + text.encode()).hexdigest()}
    return values, erasable
