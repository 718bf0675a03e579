"""The parts of the end-to-end benchmark that need the models."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import faiss
from django.core.management import call_command
from django.db import connection

from bench.kit import corpus
from bench.kit.report import Stopwatch, percentiles, resident_mb, show
from yizhan.directory.models import Industry, Organisation, Region
from yizhan.listings.models import Listing
from yizhan.listings.terms import Kind, Mode
from yizhan.matching.engine.facets import NEED, NO_PRICE, OFFER, Filters
from yizhan.matching.engine.port import Document
from yizhan.matching.indexing.gateway import forget_retriever, retriever
from yizhan.matching.indexing.rebuild import rebuild
from yizhan.matching.queries.matches import matches_of_need
from yizhan.matching.relevance.views import NeedView

AT = datetime(2026, 3, 2, tzinfo=UTC)
OWNERS = 2_000
BATCH = 2_000
QUERIES = 100
CHANGES = 40
KILLS = 5
_KINDS = {NEED: Kind.NEED, OFFER: Kind.OFFER}
_MODES = list(Mode)


def run(size: int) -> dict[str, Any]:
    """Fill, rebuild, match, change, kill; give all figures."""
    faiss.omp_set_num_threads(1)
    call_command("migrate", verbosity=0)
    _fill(size)
    figures: dict[str, Any] = {
        **(_kept() if os.environ.get("YIZHAN_BENCH_BUILD") == "0" else _rebuild()),
        "match_ms": _match(),
        "resident_mb": resident_mb(),
    }
    with _indexer():
        figures["found_after_ms"] = _freshness()
    figures["kills"] = _kills()
    show(f"end to end, {size:,} listings", [figures])
    return figures


def _kept() -> dict[str, Any]:
    """Measure on the index of an earlier run."""
    return {"documents": retriever().reader.count()}


def _rebuild() -> dict[str, Any]:
    watch = Stopwatch()
    rebuilt = rebuild(at=datetime.now(UTC))
    seconds = watch.seconds
    forget_retriever()
    return {
        "documents": rebuilt.documents,
        "rebuild_s": round(seconds, 1),
        "documents_per_s": round(rebuilt.documents / seconds),
    }


def _fill(size: int) -> None:
    """Store listings; a larger run adds to a smaller one."""
    present = Listing.objects.count()
    if present >= size:
        return
    owners = _owners()
    trades = set(Industry.objects.values_list("code", flat=True))
    places = list(Region.objects.filter(retired_on=None).values_list("code", flat=True))
    chance = random.Random(5)
    rows: list[Listing] = []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE listings_listing DISABLE TRIGGER USER")
    for serial, document in enumerate(corpus.documents(size), start=1):
        if serial <= present:
            continue
        trade = f"C{document.facets['industry']}"
        industry = trade if trade in trades else None
        rows.append(_listing(serial, document, chance.choice(owners), chance.choice(places)))
        rows[-1].industry_id = industry
        if len(rows) == BATCH or serial == size:
            Listing.objects.bulk_create(rows)
            rows = []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE listings_listing ENABLE TRIGGER USER")
        cursor.execute("ANALYZE listings_listing")


def _owners() -> list[Organisation]:
    known = list(Organisation.objects.all()[:OWNERS])
    return known or Organisation.objects.bulk_create(
        Organisation(
            name=f"测量用机构{number}", kind="enterprise", region_id="330900", created_at=AT
        )
        for number in range(OWNERS)
    )


def _listing(serial: int, document: Document, owner: Organisation, place: str) -> Listing:
    facets: dict[str, Any] = dict(document.facets)
    low, high = facets["price_low"], facets["price_high"]
    return Listing(
        kind=_KINDS.get(facets["kind"], Kind.SERVICE),
        number=f"M{serial}",
        stage="published",
        organisation=owner,
        title=document.title[:120],
        summary=document.body,
        region_id=place,
        fields=[f"{code:02d}" for code in facets["fields"]],
        modes=[_MODES[code - 1] for code in facets["modes"]],
        trl_min=facets["trl_low"],
        trl_max=facets["trl_high"],
        price_min=None if low == NO_PRICE else Decimal(low),
        price_max=None if low == NO_PRICE else Decimal(high),
        indicators=[
            {"name": "硬度", "comparator": "ge", "value": str(500 + serial % 700), "unit": "HV"}
        ],
        created_at=AT,
        updated_at=AT,
        submitted_at=AT,
        published_at=AT,
        confirmed_at=AT,
    )


def _match() -> dict[str, Any]:
    needs = [NeedView(title=title, text=body) for title, body in corpus.needs()]
    for need in needs[:15]:
        matches_of_need(need)
    seconds: list[float] = []
    busy: list[float] = []
    phases: dict[str, list[float]] = {}
    for turn in range(QUERIES):
        watch, before = Stopwatch(), time.thread_time()
        answer = matches_of_need(needs[turn % len(needs)])
        seconds.append(watch.seconds)
        busy.append(time.thread_time() - before)
        for phase, part in answer.seconds.items():
            phases.setdefault(phase, []).append(part)
    parts = {name: percentiles(part) for name, part in phases.items()}
    return {"total": percentiles(seconds), "cpu": percentiles(busy), **parts}


def _freshness() -> dict[str, float]:
    """Change one listing at a time while another thread searches without a pause."""
    stop = threading.Event()
    load = threading.Thread(target=_search_until, args=(stop,))
    load.start()
    seconds = []
    listings = list(Listing.objects.filter(stage="published").order_by("serial")[:CHANGES])
    try:
        for turn, listing in enumerate(listings):
            word = f"qx{time.time_ns()}{turn}"
            Listing.objects.filter(id=listing.id).update(summary=f"{listing.summary} {word}")
            watch = Stopwatch()
            while not _found(word):
                time.sleep(0.005)
                if watch.seconds > 20:
                    raise RuntimeError("a change was not found")
            seconds.append(watch.seconds)
    finally:
        stop.set()
        load.join()
    return {**percentiles(seconds), "worst": round(max(seconds) * 1e3, 2)}


def _kills() -> dict[str, int]:
    """Kill the indexer amid changes; afterwards every change must be found."""
    listings = list(Listing.objects.filter(stage="published").order_by("-serial")[:20])
    words: dict[Any, str] = {}
    chance = random.Random(3)
    for turn in range(KILLS):
        with _indexer() as process:
            until = time.monotonic() + chance.uniform(0.2, 1.5)
            while time.monotonic() < until:
                listing = chance.choice(listings)
                word = f"kx{time.time_ns()}{turn}"
                Listing.objects.filter(id=listing.id).update(summary=f"{listing.title} {word}")
                words[listing.id] = word
            process.send_signal(signal.SIGKILL)
            process.wait()
    with _indexer():
        watch = Stopwatch()
        missing = set(words.values())
        while missing and watch.seconds < 20:
            missing = {word for word in missing if not _found(word)}
            time.sleep(0.02)
    return {"kills": KILLS, "listings_changed": len(words), "lost": len(missing)}


def _found(word: str) -> bool:
    rows = retriever().retrieve(title="", body=word, filters=Filters()).lexical
    return bool(len(rows) and rows.max() > 0)


def _search_until(stop: threading.Event) -> None:
    needs = corpus.needs()
    turn = 0
    while not stop.is_set():
        title, body = needs[turn % len(needs)]
        retriever().retrieve(title=title, body=body, filters=Filters())
        turn += 1


@contextlib.contextmanager
def _indexer() -> Iterator["subprocess.Popen[str]"]:
    """Run the real command beside us."""
    with subprocess.Popen(
        [sys.executable, "-m", "yizhan.config.cli", "indexer"],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            if process.stdout is not None:
                process.stdout.readline()  # it has opened the index
            yield process
        finally:
            process.kill()
