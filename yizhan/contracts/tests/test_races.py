"""Several at once, and killed in between: one number, one winner, nothing half."""

import os
import signal
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from yizhan.audit.models import Entry
from yizhan.contracts import services
from yizhan.contracts.models import Contract, Decision, NumberSeries
from yizhan.contracts.services import deciding
from yizhan.contracts.tests.factories import (
    AT,
    actor_of,
    decide,
    make_draft,
    make_office,
    make_registrar,
    make_reviewing,
    make_seller,
    ruling_for,
    values_for,
)
from yizhan.kernel.refusals import Refused

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.slow]


def at_once(work: Callable[[int], Any], count: int) -> list[Any]:
    """Run the work in as many threads, each with its own connection."""

    def run(number: int) -> Any:
        try:
            return work(number)
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_numbers_have_neither_gaps_nor_twins() -> None:
    """A refused decision in between gives no number away."""
    registrar, owner = make_registrar(make_office()), actor_of(make_seller())
    rows = [make_reviewing(registrar, owner) for _one in range(6)]

    def register(number: int) -> Any:
        contract = rows[number]
        changes = {"reasons": ""} if number % 4 == 3 else {}
        ruling = ruling_for(contract, **changes)
        given: dict[str, Any] = {"contract_id": contract.id, "ruling": ruling, "at": AT}
        return services.register_contract(actor=registrar, **given).number

    answers = at_once(register, 6)
    numbers = sorted(answer for answer in answers if isinstance(answer, str))
    assert numbers == [f"2026210208{n:06d}" for n in range(1, 6)]
    assert NumberSeries.objects.get().last == 5


def test_one_of_two_second_registrars_decides() -> None:
    """The other is told that the contract has moved on."""
    office = make_office()
    first, seconds = (
        make_registrar(office),
        [make_registrar(office) for _one in range(2)],
    )
    contract = make_reviewing(first, is_related_party=True)
    given: dict[str, Any] = {"contract_id": contract.id, "at": AT}
    services.propose_decision(
        actor=first, outcome="register", ruling=ruling_for(contract), **given
    )

    def confirm(number: int) -> Any:
        return services.countersign_decision(actor=seconds[number], agrees=True, **given)

    answers = at_once(confirm, 2)
    lost = [answer for answer in answers if isinstance(answer, Refused)]
    assert [one.refusals[0].code for one in lost] == ["flow.wrong_stage"]
    assert Decision.objects.filter(act="register").count() == 1


def test_one_contract_filed_twice_at_the_same_moment_is_filed_once() -> None:
    """Whoever comes second sees the first, whatever the row."""
    owner = actor_of(make_seller())
    first = make_draft(owner)
    rows = [first, *(make_draft(owner, title=first.title) for _one in range(2))]

    def submit(number: int) -> Any:
        return services.submit_contract(actor=owner, contract_id=rows[number].id, at=AT)

    answers = at_once(submit, 3)
    assert sum(isinstance(answer, Contract) for answer in answers) == 1
    assert Contract.objects.filter(stage="submitted").count() == 1


def test_a_key_makes_one_draft_even_at_the_same_moment() -> None:
    """The loser of the race gets the winner's draft."""
    seller, key = make_seller(), uuid.uuid4()
    owner, values = actor_of(seller), values_for(seller)

    def create(_number: int) -> Any:
        return services.create_draft(actor=owner, values=values, key=key, at=AT).id

    assert len(set(at_once(create, 4))) == 1


def test_killed_between_decision_and_number_nothing_is_half(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A process dies with the number taken and the decision not yet written."""
    registrar, owner = make_registrar(make_office()), actor_of(make_seller())
    contract = make_reviewing(registrar, owner)
    before = Entry.objects.count()
    connections.close_all()
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(deciding, "keep_decision", lambda *_a, **_b: time.sleep(600))
        try:
            services.register_contract(
                actor=registrar,
                contract_id=contract.id,
                ruling=ruling_for(contract),
                at=AT,
            )
        finally:
            os._exit(1)
    _until(_somebody_holds_the_numbers)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    contract.refresh_from_db()
    assert (contract.stage, contract.number) == ("reviewing", None)
    assert (NumberSeries.objects.count(), Entry.objects.count()) == (0, before)
    done = decide(contract, registrar, make_registrar(make_office()))
    assert done.number == "2026210208000001"


def _somebody_holds_the_numbers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE mode = 'RowExclusiveLock' AND granted"
            " AND relation = 'contracts_numberseries'::regclass AND pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0])


def _until(holds: Callable[[], bool]) -> None:
    for _turn in range(200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("waited in vain")
