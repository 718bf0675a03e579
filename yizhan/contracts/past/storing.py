"""Contracts of the past into their tables by COPY: one statement for each table and batch.

COPY passes the same constraints and statement triggers as any insert, so the statistics move
with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from psycopg import sql

from yizhan.contracts.past.rules import NumberParts, PastContract, PastParty
from yizhan.contracts.stages import Stage

_CHINA_TIME = ZoneInfo("Asia/Shanghai")
_NINE = time(9)
_CONTRACTS, _PARTIES = "contracts_contract", "contracts_party"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRow:
    """A row ready to be stored: its id, its office, whose it is, and the parties we know."""

    id: UUID
    contract: PastContract
    office_id: int
    organisation_id: UUID
    seller_id: UUID | None
    buyer_id: UUID | None
    regime: str


def _moments(row: PastRow) -> tuple[datetime, datetime]:
    # Only days were written down then; nine in the morning of China stands for the time.
    accepted = datetime.combine(row.contract.judged_on, _NINE, tzinfo=_CHINA_TIME)
    return accepted, datetime.combine(row.contract.registered_on, _NINE, tzinfo=_CHINA_TIME)


def _values(row: PastRow, at: datetime) -> dict[str, Any]:
    one = row.contract
    accepted, decided = _moments(row)
    return {
        "id": row.id,
        "stage": Stage.REGISTERED.value,
        "version": 1,
        "office_id": row.office_id,
        "regime": row.regime,
        "number": one.number,
        "title": one.title,
        "kind": one.kind,
        "subkind": one.subkind,
        "field": one.field,
        "ip_type": one.ip_type,
        "plan_source": one.plan_source,
        "plan_reference": "",
        "objective": one.objective,
        "industry_id": one.industry or None,
        "payment": one.payment,
        "signed_on": one.signed_on,
        "effective_from": one.effective_from,
        "effective_until": one.effective_until,
        "currency": "CNY",
        "contract_value": one.value,
        "claimed_amount": one.amount,
        "technology_amount": one.amount,
        "is_related_party": False,
        "is_state_funded": one.is_state_funded,
        "is_classified": False,
        "screening": "{}",
        "organisation_id": row.organisation_id,
        "source": one.source,
        "external_id": one.external_id,
        "seller_region_id": one.seller.region or None,
        "buyer_region_id": one.buyer.region or None,
        "seller_country": one.seller.country,
        "buyer_country": one.buyer.country,
        "seller_nature": one.seller.nature,
        "buyer_nature": one.buyer.nature,
        "second_because": "{}",
        "created_at": at,
        "updated_at": at,
        "submitted_at": accepted,
        "accepted_at": accepted,
        "decided_at": decided,
        "registered_on": one.registered_on,
        "note": "",
    }


_PARTY_COLUMNS = (
    "contract_id",
    "side",
    "position",
    "organisation_id",
    "name",
    "uscc",
    "country",
    "region_id",
    "nature",
    "legal_representative",
    "address",
    "contact",
    "phone",
)
# What a later table may change; the number and the office never.
_KEPT = frozenset(
    {"id", "number", "office_id", "stage", "version", "created_at", "organisation_id"}
)


def insert(rows: Sequence[PastRow], *, at: datetime) -> None:
    """Store new contracts with their two parties."""
    if not rows:
        return
    values = [_values(row, at) for row in rows]
    _copy(_CONTRACTS, tuple(values[0]), (tuple(one.values()) for one in values))
    _copy(_PARTIES, _PARTY_COLUMNS, _party_rows(rows))


def update(rows: Sequence[PastRow], *, at: datetime) -> None:
    """Write contracts over that came in before and nobody has touched since."""
    if not rows:
        return
    values = [_values(row, at) for row in rows]
    columns = [name for name in values[0] if name not in _KEPT]
    fresh = sql.Identifier("contracts_past_fresh")
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "CREATE TEMPORARY TABLE {fresh} (LIKE contracts_contract) ON COMMIT DROP"
            ).format(fresh=fresh)
        )
        cursor.execute(
            sql.SQL("ALTER TABLE {fresh} ALTER COLUMN serial DROP NOT NULL").format(fresh=fresh)
        )
    _copy("contracts_past_fresh", tuple(values[0]), (tuple(one.values()) for one in values))
    pairs = [sql.SQL("{n} = f.{n}").format(n=sql.Identifier(name)) for name in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "UPDATE contracts_contract AS c SET {pairs} FROM {fresh} AS f WHERE c.id = f.id"
            ).format(pairs=sql.SQL(", ").join(pairs), fresh=fresh)
        )
        cursor.execute(
            "DELETE FROM contracts_party WHERE contract_id = ANY(%s)",
            [[row.id for row in rows]],
        )
        cursor.execute(sql.SQL("DROP TABLE {fresh}").format(fresh=fresh))
    _copy(_PARTIES, _PARTY_COLUMNS, _party_rows(rows))


def raise_series(used: Iterable[tuple[int, NumberParts]]) -> None:
    """Let the offices count on behind the numbers that came in, so that none comes twice."""
    last: dict[tuple[int, int], int] = {}
    for office_id, parts in used:
        key = (office_id, parts.year)
        last[key] = max(last.get(key, 0), parts.serial)
    if not last:
        return
    rows = [(office, year, serial) for (office, year), serial in sorted(last.items())]
    offices, years, serials = zip(*rows, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contracts_numberseries (office_id, year, last)"
            " SELECT * FROM unnest(%s::bigint[], %s::int[], %s::int[])"
            " ON CONFLICT (office_id, year)"
            " DO UPDATE SET last = greatest(contracts_numberseries.last, excluded.last)",
            [list(offices), list(years), list(serials)],
        )


def _party_rows(rows: Iterable[PastRow]) -> Iterable[tuple[Any, ...]]:
    for row in rows:
        yield _party(row.id, "seller", row.contract.seller, row.seller_id)
        yield _party(row.id, "buyer", row.contract.buyer, row.buyer_id)


def _party(
    contract_id: UUID, side: str, party: PastParty, organisation_id: UUID | None
) -> tuple[Any, ...]:
    return (
        contract_id,
        side,
        0,
        organisation_id,
        party.name,
        party.code,
        party.country,
        party.region or None,
        party.nature,
        "",
        "",
        "",
        "",
    )


def _copy(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    statement = sql.SQL("COPY {table} ({names}) FROM STDIN").format(
        table=sql.Identifier(table), names=sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
