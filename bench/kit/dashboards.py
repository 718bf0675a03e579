"""Making millions of contracts, and timing what reads, writes, folds and recounts them."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection, connections

from bench.kit import report
from yizhan.contracts.models import Contract, Office
from yizhan.directory.models import Organisation
from yizhan.directory.queries import children_of, provinces
from yizhan.statistics.queries import cell_differences, figures
from yizhan.statistics.services import fold_pending, rebuild_cells
from yizhan.statistics.terms import FOREIGN, NATION, UNKNOWN, Axis, Grain, Side

TURNS = 40
CLIENTS, SECONDS = 16, 8
OFFICES = 400
MADE = datetime(2026, 11, 25, tzinfo=UTC)

# Skewed as the market is: a few places and kinds have most of it.
GROUND = f"""
CREATE TEMPORARY TABLE bench_city AS
    SELECT r.code, row_number() OVER (ORDER BY md5(r.code)) - 1 AS n FROM directory_region r
    JOIN directory_region p ON p.code = r.parent_id AND p.parent_id IS NULL;
CREATE TEMPORARY TABLE bench_kind AS SELECT * FROM (VALUES
    (0, 'service', 'general_service'), (1, 'service', 'general_service'),
    (2, 'service', 'training'), (3, 'service', 'general_service'),
    (4, 'development', 'commissioned_development'), (5, 'development', 'conversion'),
    (6, 'development', 'commissioned_development'), (7, 'service', 'intermediary'),
    (8, 'development', 'cooperative_development'), (9, 'assignment', 'patent_right'),
    (10, 'assignment', 'know_how'), (11, 'consulting', 'feasibility')) v(n, kind, sub);
CREATE TEMPORARY TABLE bench_industry AS
    SELECT code, row_number() OVER (ORDER BY code) - 1 AS n FROM directory_industry
    WHERE length(code) = 3;
CREATE TEMPORARY TABLE bench_office AS
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM contracts_office LIMIT {OFFICES};
"""
# Keys, indexes and triggers rest while millions of rows are made: none is measured here.
BARE = """
SELECT 'ALTER TABLE contracts_contract DROP CONSTRAINT ' || quote_ident(conname)
FROM pg_constraint
WHERE conrelid = 'contracts_contract'::regclass AND contype IN ('f', 'c', 'u')
"""
INDEXES = """
SELECT 'DROP INDEX ' || quote_ident(indexname) FROM pg_indexes
WHERE tablename = 'contracts_contract' AND indexname <> 'contracts_contract_pkey'
"""
INSERT = """
INSERT INTO contracts_contract (
    id, stage, version, regime, number, title, kind, subkind, field, ip_type, plan_source,
    plan_reference, objective, payment, signed_on, currency, contract_value, claimed_amount,
    technology_amount, is_related_party, is_state_funded, is_classified, screening, source,
    external_id, seller_country, buyer_country, seller_nature, buyer_nature, second_because,
    created_at, updated_at, submitted_at, accepted_at, decided_at, registered_on, note,
    buyer_region_id, industry_id, organisation_id, seller_region_id, office_id)
SELECT gen_random_uuid(), 'registered', 1, '2000', lpad(g.n::text, 16, '0'), '合同 ' || g.n,
    k.kind, k.sub, lpad((1 + (h2 %% 11) * (h3 %% 5) / 4)::text, 2, '0'),
    (ARRAY['know_how', 'none', 'none', 'invention_patent', 'software_copyright',
        'utility_model', 'design_patent', 'plant_variety'])[1 + h3 %% 8],
    (ARRAY['none', 'none', 'none', 'none', 'national', 'ministry', 'province',
        'prefecture'])[1 + h4 %% 8],
    '', '', 'lump_sum', day, 'CNY', amount, amount, round(amount * 0.9, 2), false, false,
    false, '{}', '', '', '142', CASE WHEN h5 %% 40 = 0 THEN '502' ELSE '142' END,
    (ARRAY['021', '022', '150', '160', '170', '110'])[1 + h6 %% 6],
    (ARRAY['150', '160', '110', '170', '012', '310', '400'])[1 + h7 %% 7],
    '{}', day, day, day, day, day, day, '', CASE WHEN h5 %% 40 <> 0 THEN b.code END, i.code,
    %(house)s, s.code, o.id
FROM (
    SELECT n, DATE '1995-01-01' + (n::bigint * 11000 / %(total)s)::int AS day,
        (hashint8(n * 7 + 1) & 1073741823) AS h1, (hashint8(n * 7 + 2) & 1073741823) AS h2,
        (hashint8(n * 7 + 3) & 1073741823) AS h3, (hashint8(n * 7 + 4) & 1073741823) AS h4,
        (hashint8(n * 7 + 5) & 1073741823) AS h5, (hashint8(n * 7 + 6) & 1073741823) AS h6,
        (hashint8(n * 7 + 7) & 1073741823) AS h7,
        round(exp(9 + ((hashint8(n) & 1073741823) %% 1000) / 110.0)::numeric, 2) AS amount
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) n
) g
JOIN bench_city s ON s.n = (h1 %% 340) * (h2 %% 1000) / 1000
JOIN bench_city b ON b.n = (h4 %% 340) * (h7 %% 1000) / 1000
JOIN bench_kind k ON k.n = h6 %% 12
JOIN bench_industry i ON i.n = h7 %% 90
JOIN bench_office o ON o.n = h1 %% 340
"""


def measured(total: int) -> dict[str, Any]:
    """Fill, build, measure reading, measure writing, recount."""
    if Contract.objects.exists():
        raise SystemExit("This database has contracts already.")
    values: dict[str, Any] = {"contracts": total}
    house = ground()
    with connection.cursor() as cursor:
        values["writing"] = writing(house)
        cursor.execute("ALTER TABLE contracts_contract DISABLE TRIGGER USER")
        for source in (BARE, INDEXES):
            cursor.execute(source)
            for (statement,) in cursor.fetchall():
                cursor.execute(statement)
        values["generate_s"] = timed(lambda: fill(cursor, house, total))
        cursor.execute("ALTER TABLE contracts_contract ENABLE TRIGGER USER")
        values["rebuild_s"] = timed(rebuild_cells)
        cursor.execute("VACUUM ANALYZE statistics_cell")
        cursor.execute(
            "SELECT count(*), pg_total_relation_size('statistics_cell') / 1000000"
            " FROM statistics_cell"
        )
        values["cells"], values["cells_mb"] = cursor.fetchone()
        values["reading_ms"] = reading()
        # A busy minute that nobody has folded yet.
        fill(cursor, house, 5_000, first=total + 100_000_000)
        values["reading_with_5000_pending_ms"] = reading()
        values["fold_5000_s"] = timed(fold_pending)
        values["recount_s"] = timed(lambda: values.update(wrong=len(list(cell_differences()))))
    return values


def ground() -> Any:
    """Make one house with four hundred offices, and the tables the generator draws from."""
    house = Organisation.objects.create(
        name="测量", kind="enterprise", region_id="330900", created_at=MADE
    )
    cities = [city for province in provinces() for city in children_of(province.code)]
    Office.objects.bulk_create(
        Office(
            organisation=house,
            region_id=city.code,
            prefix=city.code[:4],
            code=f"{i % 100:02d}",
            name=f"{city.name}登记处",
        )
        for i, city in enumerate(cities[:OFFICES])
    )
    with connection.cursor() as cursor:
        cursor.execute(GROUND)
    return house.id


def fill(cursor: Any, house: Any, total: int, *, first: int = 1) -> None:
    """Make contracts in statements of half a million rows."""
    step = 500_000
    for start in range(first, first + total, step):
        last = min(start + step, first + total) - 1
        span = first + total if first > 1 else total
        cursor.execute(INSERT, {"house": house, "total": span, "first": start, "last": last})


def reading() -> dict[str, dict[str, float]]:
    """Time every kind of number that a page asks for."""
    every = [row.code for row in provinces()]
    cities = [NATION, "330000", *(row.code for row in children_of("330000"))]
    year = {"since": 202400, "until": 202412}
    two = {"since": 202300, "until": 202412}
    divided = [axis for axis in Axis if axis not in {Axis.OFFICE, Axis.PARTNER}]
    asked: dict[str, Callable[[], Any]] = {
        "thirty_years_of_totals": lambda: figures(
            [Axis.TOTAL], [NATION], since=199501, until=202412
        ),
        "thirty_years_of_kinds": lambda: figures(
            [Axis.KIND], [NATION], since=199501, until=202412
        ),
        "all_axes_of_the_nation": lambda: figures(divided, [NATION], **year),
        "all_axes_of_a_province": lambda: figures(divided, ["330000"], **year),
        "all_axes_of_a_city": lambda: figures(divided, ["330900"], **year),
        "ranking_of_provinces_two_years": lambda: figures([Axis.TOTAL], every, **two),
        "ranking_of_cities_two_years": lambda: figures([Axis.TOTAL], cities, **two),
        "flows_province_by_province": lambda: figures(
            [Axis.PARTNER], [*every, FOREIGN, UNKNOWN], **year
        ),
        "what_provinces_take_in": lambda: figures([Axis.TOTAL], every, side=Side.BUYER, **year),
        "offices_two_years": lambda: figures([Axis.OFFICE], [NATION], **two),
        "months_of_a_province": lambda: figures(
            [Axis.TOTAL, Axis.KIND], ["330000"], grain=Grain.MONTH, **two
        ),
    }
    return {name: times(ask) for name, ask in asked.items()}


def writing(house: Any) -> dict[str, float]:
    """Insert single registered contracts from many clients, with the triggers and without."""
    found: dict[str, float] = {}
    for name, switch in (("with_triggers", "ENABLE"), ("without_triggers", "DISABLE")):
        with connection.cursor() as cursor:
            for trigger in ("fresh", "changed", "gone"):
                cursor.execute(
                    f"ALTER TABLE contracts_contract {switch} TRIGGER statistics_note_{trigger}"
                )
        stop = threading.Event()
        folder = threading.Thread(target=_fold_until, args=(stop,))
        folder.start()
        found[f"{name}_rows_per_s"] = _rush(house, len(found))
        stop.set()
        folder.join()
    return found


def _rush(house: Any, turn: int) -> float:
    done: list[int] = []

    def client(number: int) -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute(GROUND)
            until = time.perf_counter() + SECONDS
            first = count = 900_000_000 + turn * 50_000_000 + number * 1_000_000
            while time.perf_counter() < until:
                cursor.execute(
                    INSERT, {"house": house, "total": 10**9, "first": count, "last": count}
                )
                count += 1
            done.append(count - first)
        connections["default"].close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return round(sum(done) / SECONDS, 1)


def _fold_until(stop: threading.Event) -> None:
    while not stop.wait(0.5):
        while fold_pending():
            pass
    connection.close()


def timed(work: Callable[[], Any]) -> float:
    """Run once and say how long it took."""
    before = time.perf_counter()
    work()
    return round(time.perf_counter() - before, 2)


def times(work: Callable[[], Any]) -> dict[str, float]:
    """Run warm and give percentiles in milliseconds."""
    work()
    return report.percentiles([timed_exactly(work) for _turn in range(TURNS)])


def timed_exactly(work: Callable[[], Any]) -> float:
    """Run once and say how long it took, unrounded."""
    before = time.perf_counter()
    work()
    return time.perf_counter() - before
