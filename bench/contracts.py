"""Measure contracts: importing past years with the statistics on, and the verb that registers.

    python bench/contracts.py [import] [--rows 1000000] [--file-rows 200000]
    python bench/contracts.py [register] [--clients 16] [--seconds 20]

A private PostgreSQL server with its ordinary (safe) settings is started for the run. The import
goes through the services that the pages and `yizhan import` call, one file after the other.
"""

import argparse
import csv
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings")

UNTIL = date(2025, 12, 28)
# A city of each province; the four municipalities stand for themselves.
PROVINCES = [
    f"{province}0000" if province in {"11", "12", "31", "50"} else f"{province}0100"
    for province in (
        *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36"),
        *("37", "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62"),
        *("63", "64", "65"),
    )
]
HEADERS = {
    "登记编号": "number",
    "项目（合同）名称": "title",
    "合同类别": "kind",
    "合同子类": "subkind",
    "签订日期": "signed_on",
    "受理日期": "accepted_on",
    "登记日期": "registered_on",
    "合同成交总额（元）": "value",
    "技术交易额（元）": "amount",
    "卖方名称": "seller.name",
    "卖方机构代码": "seller.code",
    "卖方行政区划": "seller.region",
    "卖方国别": "seller.country",
    "卖方性质": "seller.nature",
    "买方名称": "buyer.name",
    "买方机构代码": "buyer.code",
    "买方行政区划": "buyer.region",
    "买方国别": "buyer.country",
    "买方性质": "buyer.nature",
    "技术领域": "field",
    "知识产权类型": "ip_type",
    "计划来源": "plan_source",
    "社会经济目标": "objective",
    "服务的国民经济行业": "industry",
    "支付方式": "payment",
}


def main() -> None:
    """Start a server, prepare it, and measure what was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="?", choices=["import", "register", "all"], default="all")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--file-rows", type=int, default=200_000)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    from yizhan.config.postgres import Cluster  # noqa: PLC0415 - the path is set above
    from yizhan.config.postgres.home import OWNER  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="yizhan-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        cluster = Cluster(folder / "data")
        with cluster.in_use():
            os.environ["YIZHAN_DATABASE_URL"] = cluster.address(OWNER)
            os.environ["YIZHAN_DATA"] = str(folder / "data")
            import django  # noqa: PLC0415 - after the address is known

            django.setup()
            from django.core.management import call_command  # noqa: PLC0415

            call_command("migrate", verbosity=0)
            if given.what != "register":
                measure_import(folder, given)
            if given.what != "import":
                measure_registration(given)
            cluster.stop()


def measure_registration(given: argparse.Namespace) -> None:
    """Let clients register, then do the same writes in bare SQL."""
    from bench.kit import report  # noqa: PLC0415
    from bench.registering import measure  # noqa: PLC0415

    values = measure(clients=given.clients, seconds=given.seconds)
    report.show("registrations a second", [values])
    report.save("contracts", f"register-{given.clients}", values, note=NOTE)


def measure_import(folder: Path, given: argparse.Namespace) -> None:
    """Import the files one after the other, then the first again, and record."""
    from bench.imports import cpu_seconds  # noqa: PLC0415
    from bench.kit import report  # noqa: PLC0415
    from yizhan.contracts.models import Contract  # noqa: PLC0415

    home, desks = offices()
    files = list(write_files(folder, desks, given))
    seconds, done, refused, peaks = 0.0, 0, 0, []
    used = cpu_seconds()
    for file in files:
        begun = time.perf_counter()
        run = import_file(file, home.id, profile=given.profile)
        taken = time.perf_counter() - begun
        seconds, done, refused = seconds + taken, done + run.done, refused + run.refused
        peaks.append(round(run.done / taken))
        print(f"{file.name}: {run.done} rows, {taken:.1f} s, {run.refused} refused", flush=True)
    used = cpu_seconds() - used
    begun = time.perf_counter()
    again = import_file(files[0], home.id)
    repeated = time.perf_counter() - begun
    values = {
        "rows": done,
        "seconds": round(seconds, 1),
        "rows_per_s": round(done / seconds),
        # What the work takes when nobody else runs: this process and its backend, which take
        # turns. The clock above counts the waiting for a core too.
        "cpu_s": round(used, 1),
        "rows_per_cpu_s": round(done / used),
        "slowest_file_rows_per_s": min(peaks),
        "refused": refused,
        "again_unchanged": again.unchanged,
        "again_rows_per_s": round(again.done / repeated),
        "contracts": Contract.objects.count(),
        "counted": counted(),
        "columns": len(HEADERS),
        "memory_mb": report.resident_mb(),
    }
    report.show("import of past contracts, triggers of the statistics on", [values])
    if not given.profile:
        report.save("contracts", f"import-{given.rows}", values, note=NOTE)


NOTE = "Private server with safe settings; CSV through the services of the import."


def counted() -> int:
    """Return how many contracts the statistics have counted so far."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(sign), 0) FROM statistics_movement")
        return int(cursor.fetchone()[0])


def offices() -> tuple[Any, list[Any]]:
    """Make one office for each province, all of one house, as a ministry would import."""
    from yizhan.config.demo.past import Desk  # noqa: PLC0415
    from yizhan.contracts.models import Office  # noqa: PLC0415
    from yizhan.contracts.tests.factories import make_organisation  # noqa: PLC0415

    home = make_organisation(name="登记总站", kind="government", level="central")
    for region in PROVINCES:
        Office.objects.create(
            organisation=home, region_id=region, prefix=region[:4], code="01", name=region
        )
    return home, [Desk(prefix=region[:4], code="01") for region in PROVINCES]


def import_file(file: Path, home_id: Any, *, profile: bool = False) -> Any:
    """Take one file in as the page does: look, map by the guess, import."""
    import cProfile  # noqa: PLC0415
    import pstats  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from yizhan.imports import services  # noqa: PLC0415
    from yizhan.kernel.actors import machine  # noqa: PLC0415

    rights = ("imports.run", "contracts.register", "contracts.import")
    actor = replace(machine("bench", *rights), organisation_id=home_id)
    with file.open("rb") as stream:
        run = services.create_run(
            actor=actor,
            target_code="contracts.contract.past",
            file_name=file.name,
            chunks=iter(lambda: stream.read(1 << 20), b""),
            at=timezone.now(),
        )
    services.map_columns(actor=actor, run_id=run.id, plan=run.mapping, at=timezone.now())
    services.start_run(actor=actor, run_id=run.id, at=timezone.now(), in_background=False)
    meter = cProfile.Profile()
    if profile:
        meter.enable()
    done = services.perform_run(run_id=run.id, clock=timezone.now)
    if profile:
        meter.disable()
        pstats.Stats(meter).sort_stats("tottime").print_stats(28)
    return done


def write_files(
    folder: Path, desks: Sequence[Any], given: argparse.Namespace
) -> Iterator[Path]:
    """Write the contracts into files of so many rows."""
    rows = contracts(given.rows, desks)
    number = 0
    while chunk := list(islice(rows, given.file_rows)):
        number += 1
        path = folder / f"past-{number}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADERS)
            writer.writerows([_cell(row, name) for name in HEADERS.values()] for row in chunk)
        yield path


def contracts(count: int, desks: Sequence[Any]) -> Iterator[Any]:
    """Yield invented contracts; most parties have a code that nobody here knows."""
    from yizhan.config.demo.past import House, past_contracts  # noqa: PLC0415
    from yizhan.kernel.codes import uscc_with_check  # noqa: PLC0415

    houses = [
        House(name=f"第{place}研究院", code="", region=region, nature="021", makes=True)
        for place, region in enumerate(PROVINCES)
    ]
    found = past_contracts(count, houses=houses, desks=desks, until=UNTIL)
    for place, row in enumerate(found):
        code = uscc_with_check(f"91{row.seller.region or '110100'}{place % 10**9:09d}")
        yield replace(row, seller=replace(row.seller, code=code))


def _cell(row: Any, name: str) -> Any:
    part, _dot, rest = name.partition(".")
    value = getattr(row, part)
    return getattr(value, rest) if rest else value


if __name__ == "__main__":
    main()
