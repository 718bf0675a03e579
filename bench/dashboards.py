"""Dashboards over millions of contracts, and what the triggers cost those who write.

    python bench/dashboards.py [--contracts 1000000]

A private PostgreSQL server with its ordinary (safe) settings is started for the run; with
YIZHAN_DATABASE_URL set, that database is used: it must be migrated and without contracts.
"""

import argparse
import os
import sys
from contextlib import nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings")

from bench.feed import served


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--contracts", type=int, default=1_000_000)
    total = parser.parse_args().contracts
    given = bool(os.environ.get("YIZHAN_DATABASE_URL"))
    with nullcontext() if given else served():
        import django  # noqa: PLC0415 - the address of the server is set above

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        from bench.kit import report  # noqa: PLC0415
        from bench.kit.dashboards import measured  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        values = measured(total)
        report.show("dashboards", [values])
        report.save("dashboards", str(total), values, note=str(__doc__).splitlines()[0])


if __name__ == "__main__":
    main()
