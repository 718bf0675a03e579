"""Facts about the machine, percentiles, and the JSON that a run leaves behind."""

import json
import os
import platform
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).resolve().parents[1] / "results"
PACKAGES = ("tantivy", "rjieba", "faiss-cpu", "numpy", "scipy", "Django", "psycopg", "bm25s")


def machine() -> dict[str, Any]:
    """Describe what the figures were measured on."""
    memory = psutil.virtual_memory().total
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpu": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory / 1e9, 1),
        # A loop of fixed length: 0.05 s when nobody disturbs; what it takes now tells how
        # much the figures beside it are worth.
        "loop_s": _loop(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "system": platform.platform(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """Give the usual three in milliseconds."""
    found = np.percentile(np.array(seconds) * 1e3, [50, 95, 99])
    return {
        name: round(float(x), 2) for name, x in zip(("p50", "p95", "p99"), found, strict=True)
    }


def resident_mb() -> float:
    """Tell how much memory this process holds now."""
    return round(float(psutil.Process().memory_info().rss) / 1e6, 1)


def save(name: str, key: str, values: Mapping[str, Any], *, note: str) -> Path:
    """Write one part of a result; other parts of earlier runs stay."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{name}.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    known["note"] = note
    known.setdefault("runs", {})[key] = {"machine": machine(), **values}
    path.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return path


def show(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows as a table."""
    table = Table(title=title, title_justify="left")
    columns = list(dict.fromkeys(name for row in rows for name in row))
    for name in columns:
        table.add_column(name, justify="left" if name == columns[0] else "right")
    for row in rows:
        table.add_row(*(_text(row.get(name, "")) for name in columns))
    Console(width=160).print(table)


class Stopwatch:
    """Measure a stretch of work."""

    def __init__(self) -> None:
        """Start."""
        self.started = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Tell how long it has been."""
        return time.perf_counter() - self.started


def _loop() -> float:
    started = time.perf_counter()
    total = 0
    for number in range(2_000_000):
        total += number
    return round(time.perf_counter() - started, 3)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def _text(value: Any) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else str(value)
