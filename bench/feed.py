"""Measure the change feed: a page at any depth, and what its triggers cost who writes.

    python bench/feed.py [--listings 20000] [--out bench/results/feed.json]

A private PostgreSQL server with its ordinary (safe) settings is started for the run. Writes
with and without the triggers take turns, so that a busy machine slows both down alike.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings")
os.environ.setdefault("YIZHAN_API_ANONYMOUS_PER_MINUTE", "1000000")

TIMES = 30
TRIGGERS = ("listings_feed_fresh", "listings_feed_changed", "listings_feed_gone")


def main() -> None:
    """Build, measure, print, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--listings", type=int, default=20_000)
    parser.add_argument("--out", type=Path, default=ROOT / "bench/results/feed.json")
    given = parser.parse_args()
    with served():
        import django  # noqa: PLC0415 - the address of the server is set above

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        result = measure(given.listings)
    known = json.loads(given.out.read_text()) if given.out.exists() else {}
    known[str(given.listings)] = result
    given.out.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    print(json.dumps(result, ensure_ascii=False, indent=1))


@contextmanager
def served() -> Iterator[None]:
    """Start a server of our own."""
    from yizhan.config.postgres import Cluster  # noqa: PLC0415 - the path is set above
    from yizhan.config.postgres.home import OWNER  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="yizhan-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        cluster = Cluster(folder / "data")
        with cluster.in_use():
            os.environ["YIZHAN_DATABASE_URL"] = cluster.address(OWNER)
            os.environ["YIZHAN_DATA"] = str(folder / "data")
            yield


def measure(listings: int) -> dict[str, Any]:
    """Fill the database and time pages and writes."""
    from bench.kit.report import machine  # noqa: PLC0415
    from yizhan.listings.queries import FeedFilter  # noqa: PLC0415

    seconds = fill(listings)
    places = {
        "first": None,
        "middle": cursor_at(listings // 2),
        "last": cursor_at(listings - 101),
    }
    pages = {f"query, {name}": times(page_at(place)) for name, place in places.items()}
    pages["query, one kind"] = times(page_at(None, FeedFilter(kind="need")))
    pages["query, one field"] = times(page_at(places["middle"], FeedFilter(field="05")))
    pages["query, newest first"] = times(page_at(None, descending=True))
    pages["API, whole answer"] = times(asked("/api/v1/listings/changes?limit=100"))
    pages["OAI-PMH, whole answer"] = times(asked("/oai?verb=ListRecords&metadataPrefix=oai_dc"))
    return {
        "listings": listings,
        "machine": machine(),
        "fill_seconds": round(seconds, 1),
        "page_of_100_ms": pages,
        "writes_ms": writes(),
    }


def fill(listings: int) -> float:
    """Publish so many listings in transactions of 10,000, by SQL."""
    from django.db import connection  # noqa: PLC0415

    from yizhan.listings.models import Listing  # noqa: PLC0415
    from yizhan.listings.tests.factories import make_published  # noqa: PLC0415

    pattern = make_published()
    began = time.perf_counter()
    made = {
        "id": "gen_random_uuid()",
        "serial": "nextval('listings_serial')",
        "number": "'BENCH-' || g",
        "title": "title || ' ' || g",
        "creation_key": "NULL",
        "fields": "CASE WHEN g %% 20 = 0 THEN '{05}'::varchar[] ELSE '{03}'::varchar[] END",
        "kind": "(ARRAY['need', 'offer', 'service'])[1 + g %% 3]",
        "details": "'{}'::jsonb",
    }
    fields = Listing._meta.concrete_fields  # noqa: SLF001 -- Django's own list of columns
    columns = [field.column for field in fields if not field.generated]
    values = ", ".join(made.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        for first in range(0, listings, 10_000):
            cursor.execute(
                f"INSERT INTO listings_listing ({names}) SELECT {values} FROM listings_listing,"
                f" generate_series(%s, %s) AS g WHERE listings_listing.id = %s",
                [first + 1, min(first + 10_000, listings), pattern.id],
            )
        cursor.execute("ANALYZE")
    return time.perf_counter() - began


def cursor_at(row: int) -> Any:
    """Stand somewhere in the feed."""
    from yizhan.listings.models import ListingChange  # noqa: PLC0415
    from yizhan.web.feeds import Cursor  # noqa: PLC0415
    from yizhan.web.feeds.epochs import current_epoch  # noqa: PLC0415

    found = ListingChange.objects.order_by("position", "record_id")[max(row, 0)]
    return Cursor(current_epoch(), found.position, found.record_id)


def page_at(place: Any, asked_for: Any = None, **more: Any) -> Callable[[], object]:
    """Return what reads one page."""
    from yizhan.listings.queries import changes_page  # noqa: PLC0415

    return lambda: changes_page(asked_for, cursor=place, limit=100, **more)


def asked(address: str) -> Callable[[], object]:
    """Return what asks the platform for a page."""
    from django.test import Client  # noqa: PLC0415

    client = Client(headers={"host": "localhost"})
    return lambda: client.get(address).content


def times(work: Callable[[], object]) -> dict[str, float]:
    """Time it often enough, once for nothing."""
    from bench.kit.report import percentiles  # noqa: PLC0415

    work()
    found = []
    for _turn in range(TIMES):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return percentiles(found)


def writes() -> dict[str, Any]:
    """Time the same writes with and without the triggers, in turns."""
    from django.db import connection  # noqa: PLC0415

    from yizhan.listings.models import Listing  # noqa: PLC0415

    ids = list(Listing.objects.order_by("serial").values_list("id", flat=True)[:5_000])
    cases = {
        "one title, one commit": lambda turn: Listing.objects.filter(
            id=ids[turn % len(ids)]
        ).update(title=f"换了 {datetime.now(UTC):%H%M%S%f}"),
        "5,000 titles, one commit": lambda turn: Listing.objects.filter(id__in=ids).update(
            title=f"一起换了 {turn} {datetime.now(UTC):%H%M%S%f}"
        ),
    }
    found: dict[str, Any] = {}
    for name, write in cases.items():
        kept: dict[bool, list[float]] = {True: [], False: []}
        for turn in range(300 if name.startswith("one") else 12):
            for is_on in (True, False):
                switch(connection, is_on=is_on)
                began = time.perf_counter()
                write(turn)
                kept[is_on].append((time.perf_counter() - began) * 1e3)
        switch(connection, is_on=True)
        on, off = statistics.median(kept[True]), statistics.median(kept[False])
        found[name] = {
            "with": round(on, 2),
            "without": round(off, 2),
            "more_percent": round(100 * (on / off - 1), 1),
        }
    return found


def switch(connection: Any, *, is_on: bool) -> None:
    """Turn the triggers of the feed on or off."""
    with connection.cursor() as cursor:
        for trigger in TRIGGERS:
            word = "ENABLE" if is_on else "DISABLE"
            cursor.execute(f"ALTER TABLE listings_listing {word} TRIGGER {trigger}")


if __name__ == "__main__":
    main()
