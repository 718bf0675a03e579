"""The trail: append-only, chained, erasable where it must be."""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import ClassVar

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from yizhan.audit.models import Entry, PersonalValue
from yizhan.audit.queries import chain_breaks
from yizhan.audit.services import (
    erase_personal_values,
    listen,
    react,
    record,
    record_many,
)
from yizhan.kernel.actors import machine
from yizhan.kernel.facts import Fact

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ACTOR = machine("test")
pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(Fact):
    """Something happened."""

    code: ClassVar[str] = "testing.happened"
    personal: ClassVar[frozenset[str]] = frozenset({"who"})
    who: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusable(Happened):
    """Something that a reaction may refuse."""

    code: ClassVar[str] = "testing.refusable"


def happened(what: str = "x") -> Happened:
    """Return one fact."""
    return Happened(subject_id=uuid.uuid4(), who="张三", what=what)


def forge(sql: str) -> None:
    """Change a row as only a superuser with triggers off could."""
    PersonalValue.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def reasons() -> set[str]:
    """Name what is wrong with the chains."""
    return {b.reason for b in chain_breaks()}


def test_facts_form_a_whole_chain_singly_and_in_batches() -> None:
    """The trigger numbers and chains what the ORM inserts."""
    record(happened(), actor=ACTOR, at=AT)
    record_many([happened(str(n)) for n in range(20)], actor=ACTOR, at=AT)
    assert sorted(Entry.objects.values_list("seq", flat=True)) == list(range(1, 22))
    assert not list(chain_breaks())


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("UPDATE audit_entry SET facts = '{}' WHERE seq = 3", "altered"),
        ("DELETE FROM audit_entry WHERE seq = 3", "predecessor missing"),
        ("DELETE FROM audit_entry WHERE seq = 5", "end of the stream missing"),
        ("UPDATE audit_entry SET prev = '\\x00' WHERE seq = 4", "predecessor replaced"),
    ],
)
def test_a_forged_row_is_found(sql: str, reason: str) -> None:
    """Even one that was made with the triggers switched off."""
    record_many([happened(str(n)) for n in range(5)], actor=ACTOR, at=AT)
    forge(sql)
    assert reason in reasons()


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_entry SET code = 'x'", "DELETE FROM audit_entry"]
)
def test_the_database_refuses_to_change_a_fact(sql: str) -> None:
    """Not the model, the table."""
    record(happened(), actor=ACTOR, at=AT)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)


def test_personal_values_can_be_erased_without_breaking_the_chain() -> None:
    """The entry holds a salted hash only."""
    fact = happened()
    record(fact, actor=ACTOR, at=AT)
    assert "张三" not in str(Entry.objects.get().facts)
    assert PersonalValue.objects.get().value == '"张三"'
    assert erase_personal_values(subject_id=fact.subject_id) == 1
    assert not list(chain_breaks())


@pytest.mark.django_db(transaction=True)
def test_listeners_hear_a_fact_only_after_its_commit() -> None:
    """A rolled-back fact never happened."""
    heard: list[Fact] = []
    listen(Happened, heard.append)
    with transaction.atomic():
        record(happened("lost"), actor=ACTOR, at=AT)
        transaction.set_rollback(True)
    with transaction.atomic():
        record(happened("kept"), actor=ACTOR, at=AT)
        assert not heard
    assert [fact.what for fact in heard if isinstance(fact, Happened)] == ["kept"]
    assert not list(chain_breaks())


@pytest.mark.django_db(transaction=True)
def test_reactions_share_the_fate_of_their_fact() -> None:
    """What a reaction writes is undone with the fact, and a reaction that fails undoes it."""

    def refuse(fact: Fact, at: datetime) -> None:
        assert at == AT
        if isinstance(fact, Refusable) and fact.what == "bad":
            raise ValueError(fact.what)

    react(Refusable, refuse)
    with pytest.raises(ValueError, match="bad"), transaction.atomic():
        record(Refusable(subject_id=uuid.uuid4(), what="bad", who="张三"), actor=ACTOR, at=AT)
    record(Refusable(subject_id=uuid.uuid4(), what="good", who="张三"), actor=ACTOR, at=AT)
    assert Entry.objects.count() == 1


def test_the_command_says_whether_the_chains_hold() -> None:
    """`yizhan verify facts` is what documents and people type."""
    record(happened(), actor=ACTOR, at=AT)
    printed = StringIO()
    call_command("verify", "facts", "--json", stdout=printed)
    assert json.loads(printed.getvalue()) == {"entries": 1, "breaks": []}
    forge("UPDATE audit_entry SET facts = '{}'")
    with pytest.raises(CommandError):
        call_command("verify", "facts", stdout=StringIO())
