"""The verb that registers, by many clients at once, against the same writes in bare SQL.

Called by `bench/contracts.py register`, which starts the server.
"""

import multiprocessing
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from django.utils import timezone

from yizhan.contracts import services
from yizhan.contracts.models import Contract, Decision, Office
from yizhan.contracts.services import Ruling
from yizhan.contracts.tests.factories import make_office, make_registrar, make_submitted
from yizhan.directory.queries import children_of

_BECAUSE = "目标明确，订立时尚未掌握，符合技术开发的认定条件。"
_RULING = Ruling(kind="development", subkind="commissioned_development", reasons=_BECAUSE)
# One row of each table that a registration writes, copied from a real one under new keys.
_COPY = (
    "INSERT INTO {table} SELECT (jsonb_populate_record(t, %s::jsonb)).* FROM {table} t"
    " WHERE {where}"
)
_NEXT = (
    "INSERT INTO contracts_numberseries (office_id, year, last) VALUES (%s, %s, 1)"
    " ON CONFLICT (office_id, year) DO UPDATE SET last = contracts_numberseries.last + 1"
    " RETURNING last"
)
_MOVE = (
    "UPDATE contracts_contract SET stage = 'registered', kind = %s, subkind = %s,"
    " technology_amount = contract_value, decided_at = %s, registered_on = %s, number = %s,"
    " updated_at = %s, due_at = NULL, overdue_noted_at = NULL, second_because = '{}'"
    " WHERE id = %s"
)


def measure(*, clients: int, seconds: int) -> dict[str, Any]:
    """Let the clients register for some seconds, once by the verb and once by hand."""
    # Chance must not send one of them to a second registrar here.
    settings.YIZHAN_CONTRACTS_SAMPLE = Decimal(0)
    each = 40 * seconds
    values: dict[str, Any] = {"clients": clients, "seconds": seconds}
    courses = [
        (name, act, spread, _real_ones(clients, count))
        for name, act in (("verb", _by_verb), ("bare", _by_hand))
        for spread, count in (("one_office", 1), ("an_office_each", clients))
    ]
    for name, act, spread, real in courses:
        shares = [(registrar, _copies(first, each), first) for registrar, first in real]
        values[f"{name}_{spread}_per_s"] = _run(act, shares, seconds)
        print(name, spread, values[f"{name}_{spread}_per_s"], flush=True)
    missing = _gaps()
    return values | {"numbers_missing": missing}


def _real_ones(clients: int, count: int) -> list[tuple[Any, Any]]:
    """Register one real contract for each registrar, before there are copies beside it."""
    cities = [
        city.code for code in ("210000", "330000", "420000") for city in children_of(code)
    ]
    offices = [make_office(code, "09") for code in cities[:count]]
    found = []
    for place in range(clients):
        office = offices[place % count]
        registrar = make_registrar(office)
        first = make_submitted(office=office.pk, costs=[], lines=[])
        given: dict[str, Any] = {"actor": registrar, "contract_id": first.pk}
        services.accept_contract(**given, at=timezone.now())
        services.take_contract(**given, at=timezone.now())
        services.register_contract(**given, ruling=_RULING, at=timezone.now())
        found.append((registrar, first.pk))
    return found


def _copies(first: Any, each: int) -> list[Any]:
    """Put copies of a real contract on the desk of its registrar, as they are before."""
    ids = [uuid.uuid4() for _one in range(each)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contracts_contract SELECT (jsonb_populate_record(c,"
            " jsonb_build_object('id', n, 'serial', nextval('contracts_serial'),"
            " 'creation_key', NULL, 'stage', 'reviewing', 'number', NULL,"
            " 'registered_on', NULL, 'decided_at', NULL, 'technology_amount', NULL))).*"
            " FROM contracts_contract c, unnest(%s::uuid[]) n WHERE c.id = %s",
            [ids, first],
        )
        cursor.execute(
            "INSERT INTO contracts_party (contract_id, side, position, organisation_id, name,"
            " uscc, country, region_id, nature, legal_representative, address, contact, phone)"
            " SELECT n, side, position, organisation_id, name, uscc, country, region_id,"
            " nature,"
            " '', '', '', '' FROM contracts_party p, unnest(%s::uuid[]) n"
            " WHERE p.contract_id = %s",
            [ids, first],
        )
    return ids


def _run(act: Callable[..., None], shares: Sequence[Any], seconds: int) -> float:
    """Fork one process for each client; count what all of them finished."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    begin, done = fork.Barrier(len(shares) + 1), fork.Queue()
    children = [
        fork.Process(target=_client, args=(act, share, seconds, begin, done))
        for share in shares
    ]
    for child in children:
        child.start()
    begin.wait()
    # A client that broke has said why; the others must not wait for it for ever.
    counts = [done.get(timeout=10 * seconds + 60) for _child in children]
    for child in children:
        child.join()
    return round(sum(counts) / seconds, 1)


def _client(act: Callable[..., None], share: Any, seconds: int, begin: Any, done: Any) -> None:
    registrar, ids, template = share
    connection.ensure_connection()
    begin.wait()
    end, count = time.perf_counter() + seconds, 0
    for contract_id in ids:
        act(registrar, contract_id, template)
        count += 1
        if time.perf_counter() > end:
            break
    done.put(count)


def _by_verb(registrar: Any, contract_id: Any, _template: Any) -> None:
    services.register_contract(
        actor=registrar, contract_id=contract_id, ruling=_RULING, at=timezone.now()
    )


@transaction.atomic
def _by_hand(_registrar: Any, contract_id: Any, template: Any) -> None:
    at = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT office_id FROM contracts_contract WHERE id = %s FOR UPDATE", [contract_id]
        )
        office_id = cursor.fetchone()[0]
        cursor.execute(_NEXT, [office_id, at.year])
        serial = cursor.fetchone()[0]
        number = f"{at.year}{office_id % 10_000:04d}99{serial:06d}"
        cursor.execute(_MOVE, [*_moved(at, number), contract_id])
        _copy_rows(cursor, contract_id, template)


def _moved(at: datetime, number: str) -> list[Any]:
    return [_RULING.kind, _RULING.subkind, at, at.date(), number, at]


def _copy_rows(cursor: Any, contract_id: Any, template: Any) -> None:
    fresh, code = str(uuid.uuid4()), uuid.uuid4().hex
    key = f'"contract_id": "{contract_id}"'
    decision = f'{{"id": "{fresh}", {key}}}'
    where = "contract_id = %s AND act = 'register'"
    cursor.execute(_COPY.format(table="contracts_decision", where=where), [decision, template])
    certificate = (
        f'{{"id": "{fresh}", {key}, "code": "{code[:12].upper()}", "sha256": "{code * 2}"}}'
    )
    cursor.execute(
        _COPY.format(table="contracts_certificate", where="contract_id = %s"),
        [certificate, template],
    )
    cursor.execute(
        "INSERT INTO audit_entry (stream, seq, at, code, subject_id, actor_id, actor_label,"
        " organisation_id, region, facts, prev, hash) SELECT stream, 0, at, code, %s, actor_id,"
        " actor_label, organisation_id, region, facts, '', '' FROM audit_entry"
        " WHERE subject_id = %s AND code IN"
        " ('contracts.registered', 'contracts.certificate_issued') ORDER BY id",
        [contract_id, template],
    )


def _gaps() -> int:
    """Count numbers that an office skipped; there must be none."""
    kept = Contract.objects.filter(number__isnull=False, decisions__in=Decision.objects.all())
    missing = 0
    for office in Office.objects.all():
        numbers = sorted(
            int(number[-6:])
            for number in kept.filter(office=office).values_list("number", flat=True).distinct()
        )
        missing += numbers[-1] - len(numbers) if numbers else 0
    return missing
