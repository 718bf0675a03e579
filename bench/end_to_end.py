"""From the database to the page: rebuild, matching, freshness under load, and kills.

Uses an embedded PostgreSQL and an index of its own below YIZHAN_BENCH_DATA. The function
measured is the one that the page calls, explanation included.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
ROOT = Path(os.environ.get("YIZHAN_BENCH_DATA", "var/bench")).resolve()
os.environ.update(
    DJANGO_SETTINGS_MODULE="yizhan.config.settings",
    OMP_NUM_THREADS="1",
    OPENBLAS_NUM_THREADS="1",
    YIZHAN_DATA=str(ROOT / "end-to-end"),
    YIZHAN_DATABASE_ROLE="owner",
)

import django  # noqa: E402 - the environment comes first
from django.conf import settings  # noqa: E402

from bench.kit import corpus, indexes, report  # noqa: E402
from yizhan.config.postgres import Cluster  # noqa: E402


def main() -> None:
    """Fill the database and measure every size asked for."""
    corpus.need_data()
    django.setup()
    # These reach the models, which must be set up first.
    from bench.kit import platform_run  # noqa: PLC0415

    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    with Cluster(settings.DATA).in_use():
        for size in indexes.sizes("20000"):
            values = platform_run.run(size)
            report.save("end_to_end", str(size), values, note=corpus.NOTE)


if __name__ == "__main__":
    main()
