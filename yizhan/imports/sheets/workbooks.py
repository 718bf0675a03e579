"""Reading XLSX. A sheet is converted once, in a process of its own, then streamed like text.

The library loads a whole sheet: 100,000 rows of 20 columns take about 290 MB. In a process of
its own that memory is gone afterwards, and a crash is an answer rather than an outage.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from yizhan.imports.sheets.archives import check_archive, sheet_names
from yizhan.imports.sheets.layouts import XLSX, GridRow, Layout
from yizhan.kernel.refusals import Refusal, Refused

_PACKAGE_ROOT = Path(__file__).resolve().parents[3]
_TIMEOUT = 300


def detect_layout(path: Path, sheet: str = "") -> tuple[Layout, tuple[str, ...]]:
    """Name the sheets and choose one: the one asked for, else the first that holds anything."""
    check_archive(path)
    names = sheet_names(path)
    if not names:
        raise Refused([Refusal("imports.broken_workbook")])
    if sheet not in names:
        sheet = next((name for name in names if _grid(path, name).stat().st_size), names[0])
    return Layout(kind=XLSX, sheet=sheet), names


def read_grid(path: Path, layout: Layout) -> Iterator[GridRow]:
    """Stream the rows of the chosen sheet, merged cells filled and error values named."""
    with _grid(path, layout.sheet).open(encoding="utf-8") as file:
        for line in file:
            number, cells, problems = json.loads(line)
            refusals = tuple(Refusal(code, values) for code, values in problems)
            yield GridRow(number, cells, refusals)


def _grid(path: Path, sheet: str) -> Path:
    """Return the converted sheet, beside the stored file; converted now if it is missing."""
    digest = sha256(sheet.encode()).hexdigest()[:12]
    grid = path.with_name(f"{path.name}.{digest}.grid")
    if not grid.exists():
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".part")
        os.close(handle)
        try:
            _convert(path, sheet, Path(name))
            Path(name).replace(grid)
        finally:
            Path(name).unlink(missing_ok=True)
    return grid


def _convert(path: Path, sheet: str, target: Path) -> None:
    command = [sys.executable, "-m", "yizhan.imports.sheets.conversion", path, sheet, target]
    environment = os.environ | {"PYTHONPATH": str(_PACKAGE_ROOT)}
    try:
        done = subprocess.run(  # noqa: S603 - our own module; arguments are never a shell line
            list(map(str, command)),
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused([Refusal("imports.broken_workbook")]) from error
    if done.returncode == 0:
        return
    try:
        code, values = json.loads(done.stdout)
    except ValueError:
        # Killed by the memory limit or by the library itself: the sheet is what it cannot take.
        code, values = "imports.broken_workbook", {}
    raise Refused([Refusal(code, values)])
