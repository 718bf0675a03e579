"""Write the description of the API into docs/api/openapi.json, where its diff is reviewed."""

import json
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "api" / "openapi.json"


def described() -> str:
    """Return the description as the file holds it."""
    from yizhan.config.api import api  # noqa: PLC0415 - after django.setup

    return json.dumps(api.described(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> int:
    """Write the file; say whether it changed."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings")
    django.setup()
    text = described()
    changed = not FILE.exists() or FILE.read_text() != text
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(text)
    print("changed" if changed else "unchanged")
    return 0


if __name__ == "__main__":
    sys.exit(main())
