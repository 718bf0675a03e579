"""Reading the written content: JSON Lines files beside this module."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "content"


def rows_of(name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file, or of every file of a folder in order."""
    path = FOLDER / name
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        with file.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


def number_of(key: str, below: int) -> int:
    """Return a number below a bound that depends on the key alone."""
    return int.from_bytes(sha256(key.encode()).digest()[:8]) % below
