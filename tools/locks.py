"""Check the lock files: every package with its hash, and no address of a registry.

python tools/locks.py
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|\bfile:")
PINNED = re.compile(r"^[A-Za-z0-9._\[\],-]+==\S+ \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def complaints_about_python(path: Path) -> list[str]:
    """List lines that are neither a pinned package nor its hash."""
    return [
        f"{path.name}:{number}: {line.strip()}"
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if line and not line.startswith("#") and not PINNED.match(line) and not HASH.match(line)
    ] + [f"{path.name}: holds an address" for _ in ADDRESS.findall(path.read_text())[:1]]


def complaints_about_npm(path: Path) -> list[str]:
    """List packages that carry an address or lack a hash."""
    packages = json.loads(path.read_text())["packages"]
    found = []
    for name, package in packages.items():
        if "resolved" in package:
            found.append(
                f"{path.name}: {name} holds an address; set omit-lockfile-registry-resolved"
            )
        if name and "integrity" not in package:
            found.append(f"{path.name}: {name} has no hash")
    return found


def main() -> int:
    """Print every complaint; return 1 when there is one."""
    found = [
        complaint
        for path in sorted((ROOT / "requirements").glob("*.lock"))
        for complaint in complaints_about_python(path)
    ]
    found += complaints_about_npm(ROOT / "package-lock.json")
    for complaint in found:
        print(complaint)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
