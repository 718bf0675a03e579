"""Measure the import: 100,000 rows of offers as CSV, XLSX and JSON Lines, time and memory.

    python bench/imports.py [--rows 100000] [--out bench/results/imports.json]

A private PostgreSQL server with its ordinary (safe) settings is started for the run. Every case
is a process of its own with an organisation of its own, and goes through the services that the
pages and `yizhan import` call: upload and look, map by the guess, import, import again. The
target is listings.offer, so the rows become real drafts with numbers and facts.
"""

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings")

CASES = {"csv": "utf-8", "csv-gb18030": "gb18030", "jsonl": "utf-8", "xlsx": ""}
COLUMNS = [
    "成果编号", "成果名称", "成果简介", "关键词", "技术领域", "转化方式",
    "报价（万元）", "技术成熟度", "主要技术指标", "完成单位", "专利号", "所属地区",
]  # fmt: skip
WORDS = """
    高强度 双相 不锈钢 低温 渗氮 等离子 涂层 复合 材料 制备 工艺 装备 传感 检测 智能 控制 节能
    减排 废水 处理 回收 催化 合成 分离 膜 电池 储能 光伏 风电 叶片 除冰 机器人 视觉 识别 算法
    芯片 封装 种质 育种 发酵 提取 制剂 诊断 影像 支架 海水 泵 叶轮 腐蚀 磨损 寿命 预测 在线
    监测 系统 平台
"""
TERMS = WORDS.split()


def main() -> None:
    """Run every case, print a table, write the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--out", type=Path, default=ROOT / "bench/results/imports.json")
    parser.add_argument("--case", nargs=2)
    given = parser.parse_args()
    if given.case:
        print(json.dumps(measure(given.case[0], Path(given.case[1]))))
        return
    load = os.getloadavg()
    results = run_all(given.rows)
    facts = {
        "what": "import of generated offers into listings.offer through the services",
        "rows": given.rows,
        "columns": len(COLUMNS),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cpus": os.cpu_count(),
        "load_before": [round(figure, 2) for figure in load],
        "does_not_show": "several imports at once; a database on another machine; "
        "reviewing and indexing, which happen later",
        "cases": results,
    }
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
    print_table(results)


def run_all(rows: int) -> list[dict[str, Any]]:
    """Start a server, make the files, measure each case in a process of its own."""
    from yizhan.config.postgres import Cluster  # noqa: PLC0415 - the path is set above
    from yizhan.config.postgres.home import OWNER  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="yizhan-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        cluster = Cluster(folder / "data")
        with cluster.in_use():
            os.environ["YIZHAN_DATABASE_URL"] = cluster.address(OWNER)
            os.environ["YIZHAN_DATA"] = str(folder / "data")
            call("manage.py", "migrate", "--verbosity", "0")
            results = []
            for case in CASES:
                file = folder / f"offers.{case.partition('-')[0]}"
                write_file(file, case, rows)
                figures = json.loads(call(__file__, "--case", case, str(file)))
                results.append(figures | {"mb_converter": converter_memory(file, case)})
                file.unlink()
            cluster.stop()
        return results


def converter_memory(file: Path, case: str) -> int:
    """Return the most memory that converting the sheet takes, measured from a small parent."""
    if case != "xlsx":
        return 0
    words = ["-m", "yizhan.imports.sheets.conversion", str(file), "成果", f"{file}.grid"]
    child = subprocess.Popen([sys.executable, *words], cwd=ROOT)
    _pid, _status, usage = os.wait4(child.pid, 0)
    return usage.ru_maxrss // 1024


def call(*words: str) -> str:
    """Run a Python program and return what it printed."""
    command = [sys.executable, *words]
    return subprocess.run(
        command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def measure(case: str, file: Path) -> dict[str, Any]:
    """Import one file twice and tell how long each step took and how much memory it needed."""
    import django  # noqa: PLC0415 - only the child needs it

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from yizhan.directory.tests.factories import (  # noqa: PLC0415
        make_organisation,
        make_uscc,
    )
    from yizhan.imports import services  # noqa: PLC0415
    from yizhan.kernel.actors import machine  # noqa: PLC0415

    serial = 9_000 + list(CASES).index(case)
    home = make_organisation(name=f"滨海工业大学{serial}", uscc=make_uscc(serial))
    rights = ("imports.run", "listings.write", "listings.read_own")
    actor = replace(machine("bench", *rights), organisation_id=home.id)
    before = memory()
    figures: dict[str, Any] = {"case": case, "file_mb": round(file.stat().st_size / 1e6, 1)}
    for name in ("first", "again"):
        begun, used = time.perf_counter(), cpu_seconds()
        with file.open("rb") as stream:
            run = services.create_run(
                actor=actor,
                target_code="listings.offer",
                file_name=file.name,
                chunks=iter(lambda: stream.read(1 << 20), b""),
                at=timezone.now(),
            )
        looked = time.perf_counter()
        services.map_columns(actor=actor, run_id=run.id, plan=run.mapping, at=timezone.now())
        services.start_run(actor=actor, run_id=run.id, at=timezone.now(), in_background=False)
        run = services.perform_run(run_id=run.id, clock=timezone.now)
        seconds = time.perf_counter() - looked
        figures[name] = {
            "look_seconds": round(looked - begun, 2),
            "import_seconds": round(seconds, 2),
            "rows_per_second": round(run.done / seconds),
            "cpu_seconds": round(cpu_seconds() - used, 2),
            "created": run.created,
            "updated": run.updated,
            "unchanged": run.unchanged,
            "refused": run.refused,
        }
    return figures | {"mb_before": before, "mb_peak": memory()}


def cpu_seconds() -> float:
    """Return what this process and its database backend have used, whatever else runs here."""
    from django.db import connection  # noqa: PLC0415 - only the child needs it

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    fields = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def memory() -> int:
    """Return the most memory this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def offers(rows: int) -> Iterator[list[str]]:
    """Generate offers; the texts are strings of real terms, 150 to 400 characters long."""
    chance = random.Random(2026)
    fields = ["新材料及其应用", "先进制造", "环境保护与资源综合利用", "电子信息", "农业"]
    modes = ["技术转让", "普通许可；作价入股", "合作开发", "委托开发、技术咨询"]
    places = ["辽宁省大连市", "浙江省舟山市", "广东省深圳市", "四川省成都市"]
    for number in range(rows):
        words = chance.sample(TERMS, 6)
        text = "，".join(
            "".join(chance.sample(TERMS, 5)) for _ in range(chance.randint(14, 36))
        )
        low = chance.randint(10, 400)
        yield [
            f"CG{number:07d}",
            "".join(words[:4]) + f"技术（{number}）",
            f"{text}。",
            "；".join(words),
            chance.choice(fields),
            chance.choice(modes),
            f"{low}-{low * 2}" if number % 3 else "面议",
            f"TRL {chance.randint(3, 9)}",
            f"硬度≥{chance.randint(600, 1200)}HV；处理温度≤{chance.randint(300, 600)}℃",
            "滨海工业大学",
            f"ZL2023101{number % 100_000:05d}.{number % 10}",
            chance.choice(places),
        ]


def write_file(file: Path, case: str, rows: int) -> None:
    """Write the offers in one of the formats."""
    from yizhan.imports.sheets import csv_chunks, jsonl_chunks, write_xlsx  # noqa: PLC0415

    table = (dict(zip(COLUMNS, row, strict=True)) for row in offers(rows))
    if case == "xlsx":
        write_xlsx(file, COLUMNS, table, title="成果")
        return
    chunks = jsonl_chunks(table) if case == "jsonl" else csv_chunks(COLUMNS, table, bom=False)
    with file.open("wb") as stream:
        for chunk in chunks:
            stream.write(chunk.decode().encode(CASES[case]))


def print_table(results: list[dict[str, Any]]) -> None:
    """Print the figures that the promises are about."""
    print("case             MB  look s  rows/s  cpu s  again/s  peak MB  converter MB")
    for row in results:
        first, again = row["first"], row["again"]
        print(
            f"{row['case']:<12}{row['file_mb']:>7}{first['look_seconds']:>8}"
            f"{first['rows_per_second']:>8}{first['cpu_seconds']:>7}{again['rows_per_second']:>9}"
            f"{row['mb_peak']:>9}{row['mb_converter']:>14}"
        )


if __name__ == "__main__":
    main()
