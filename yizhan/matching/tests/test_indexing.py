"""From the database to the index and back: fresh, rebuilt, healed, found healthy."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections

from yizhan.listings import services
from yizhan.listings.models import Listing
from yizhan.listings.tests.factories import AT, actor_of, make_organisation, make_published
from yizhan.matching.engine.facets import NO_PRICE, OFFER, Filters
from yizhan.matching.engine.port import IndexLocked, IndexUnavailable
from yizhan.matching.indexing import follower as follower_module
from yizhan.matching.indexing.documents import (
    documents_for,
    number_of,
    owner_code,
    unpack_indicators,
)
from yizhan.matching.indexing.follower import Follower, OutOfReach, follow
from yizhan.matching.indexing.gateway import index_home, retriever
from yizhan.matching.indexing.health import index_findings
from yizhan.matching.indexing.rebuild import rebuild
from yizhan.matching.models import Change

pytestmark = pytest.mark.usefixtures("committed", "index_folder")


def found(text: str, filters: Filters | None = None) -> set[str]:
    """Find by words and give the titles."""
    rows = retriever().retrieve(title=text, body="", filters=filters or Filters()).rows
    titles = dict(Listing.objects.values_list("id", "title"))
    return {titles.get(identity, "gone") for identity in rows.identities}


def wait_for(check: Callable[[], bool], seconds: float = 5.0) -> float:
    """Wait until it holds; give the seconds it took."""
    started = time.monotonic()
    while not check():
        assert time.monotonic() - started < seconds
        time.sleep(0.01)
    return time.monotonic() - started


@contextmanager
def indexer() -> Iterator[None]:
    """Run the follower in a thread with a connection of its own."""
    stop = threading.Event()

    def run() -> None:
        try:
            follow(stop, now=lambda: AT)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_what_is_confidential_leaves_no_trace_in_the_index() -> None:
    """The document is made from what everybody may read."""
    owner = make_organisation()
    offer = make_published(actor_of(owner), "offer")
    need = make_published(is_anonymous=True)
    documents = documents_for([offer.id, need.id])
    shown = documents[offer.id]
    assert "120 元" not in shown.body
    assert "盐浴" in shown.body
    assert shown.facets["price_low"] == NO_PRICE
    assert (shown.facets["kind"], shown.facets["owner"]) == (OFFER, owner_code(owner.id))
    assert unpack_indicators(shown.payload)[0]["value"] == "1050"
    masked = documents[need.id]
    assert "十八个月" not in masked.body
    assert masked.facets["owner"] == 0
    assert masked.facets["price_low"] == int(Decimal(800_000))
    assert (masked.facets["section"], masked.facets["industry"]) == (3, 34)


def test_a_rebuild_finds_what_is_open_and_keeps_answering() -> None:
    """Until the switch the old index answers; a second rebuild meanwhile is refused."""
    with pytest.raises(IndexUnavailable):
        retriever()
    make_published(title="深海叶轮渗氮")
    rebuilt = rebuild(at=AT, workers=0)
    assert (rebuilt.documents, found("深海叶轮")) == (1, {"深海叶轮渗氮"})
    later = []

    def during() -> None:
        later.append(make_published(title="边界时刻发布的深海阀门"))
        assert found("深海阀门") == {"深海叶轮渗氮"}
        with pytest.raises(IndexLocked):
            rebuild(at=AT, workers=0)

    again = rebuild(at=AT, workers=0, before_switch=during)
    # A transaction still running elsewhere makes it look further back, never less far.
    assert again.documents == 1
    assert again.replayed >= 1
    time.sleep(0.06)
    assert "边界时刻发布的深海阀门" in found("深海阀门")
    assert index_home().pointer() == again.name


def test_a_change_is_found_without_being_asked_for() -> None:
    """Published, retitled, withdrawn: each is seen, also across a rebuild.

    How soon is measured by bench/end_to_end.py; a clock in a test fails on a busy machine.
    """
    rebuild(at=AT, workers=0)
    owner = actor_of(make_organisation())
    with indexer():
        listing = make_published(owner, title="等离子渗氮工艺")
        wait_for(lambda: found("等离子渗氮") == {"等离子渗氮工艺"})
        Listing.objects.filter(id=listing.id).update(title="激光熔覆工艺", summary="无")
        wait_for(lambda: found("激光熔覆") == {"激光熔覆工艺"})
        rebuild(at=AT, workers=0)
        other = make_published(owner, title="磁控溅射工艺")
        wait_for(lambda: "磁控溅射工艺" in found("磁控溅射"))
        services.withdraw_listing(actor=owner, listing_id=other.id, at=AT)
        wait_for(lambda: "磁控溅射工艺" not in found("磁控溅射"))


def test_the_indexer_catches_up_after_it_was_away() -> None:
    """Nothing is lost between its death and its return."""
    rebuild(at=AT, workers=0)
    listing = make_published(title="低温等离子渗氮")
    assert found("等离子渗氮") == set()
    with indexer():
        wait_for(lambda: found("等离子渗氮") == {"低温等离子渗氮"})
    Listing.objects.filter(id=listing.id).update(stage="withdrawn")
    with indexer():
        wait_for(lambda: found("等离子渗氮") == set())


def test_an_index_out_of_reach_is_not_patched() -> None:
    """One from another database, or older than the outbox, must be rebuilt."""
    rebuild(at=AT, workers=0)
    generation = index_home().current()
    writer = generation.writer(analyzer=generation.analyzer(), encoder=None)
    writer.write([], checkpoint=1 << 60)
    writer.close()
    with pytest.raises(OutOfReach):
        Follower.open(generation)


def test_a_failed_rebuild_leaves_the_old_index_and_no_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A full disk in the middle must not cost what there was."""
    make_published(title="深海叶轮渗氮")
    name = rebuild(at=AT, workers=0).name

    def full(*_args: object, **_values: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("yizhan.matching.indexing.rebuild.learn_vectors", full)
    with pytest.raises(OSError, match="No space"):
        rebuild(at=AT, workers=0)
    assert [path.name for path in index_home().root.glob("gen-*")] == [name]
    assert found("深海叶轮") == {"深海叶轮渗氮"}


def test_health_names_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """No index, a healthy one, one that lags, one that misses documents, another analyzer."""

    def broken(seconds: int = 0) -> set[str]:
        at = datetime.now(UTC) + timedelta(seconds=seconds)
        return {finding.code for finding in index_findings(at=at) if not finding.ok}

    assert broken() == {"index.missing"}
    rebuild(at=AT, workers=0)
    assert broken() == set()
    make_published(title="深海叶轮渗氮")
    assert broken() == {"index.counts", "index.sample"}
    assert broken(seconds=60) == {"index.counts", "index.sample", "index.lag"}
    with indexer():
        wait_for(lambda: not broken() - {"index.lag"}, seconds=60)
    # A transaction anywhere on the server may keep the position back: pass the change by hand.
    generation = index_home().current()
    writer = generation.writer(analyzer=generation.analyzer(), encoder=None)
    writer.write([], checkpoint=Change.objects.latest("position").position)
    writer.close()
    assert broken(seconds=60) == set()
    monkeypatch.setattr("yizhan.matching.indexing.health.ANALYZER_VERSION", "zh-0")
    assert broken() == {"index.analyzer"}


def test_an_index_of_another_analyzer_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade the pages degrade and the indexer rebuilds."""
    make_published(title="深海叶轮渗氮")
    rebuild(at=AT, workers=0)
    monkeypatch.setattr("yizhan.matching.engine.text.ANALYZER_VERSION", "zh-0")
    with pytest.raises(IndexUnavailable):
        retriever()
    with pytest.raises(OutOfReach):
        Follower.open(index_home().current())


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_killed_indexer_process_loses_nothing(
    index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real command, killed while changes stream in, then started again."""
    rebuild(at=AT, workers=0)
    owner = actor_of(make_organisation())
    listings = [make_published(owner, title=f"工艺{n} 渗氮") for n in range(5)]
    for round_ in range(2):
        with indexer_process(index_folder) as process:
            for step in range(15):
                for listing in listings:
                    title = f"工艺 渗氮 r{round_}s{step}"
                    Listing.objects.filter(id=listing.id).update(title=title)
            time.sleep(0.1 * round_)
            process.send_signal(signal.SIGKILL)
    with indexer_process(index_folder) as process:
        wait_for(lambda: len(found_exactly("r1s14")) == len(listings), seconds=60)
        assert not found_exactly("r1s13")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    numbers = {number_of(listing.kind, listing.serial) for listing in listings}
    assert found_exactly("r1s14") == numbers
    assert retriever().reader.count() == len(listings)


def found_exactly(word: str) -> set[int]:
    """Find by one word that nothing else has."""
    rows = retriever().retrieve(title="", body=word, filters=Filters()).rows
    return set(rows.numbers.tolist())


@contextmanager
def indexer_process(index_folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Start `yizhan indexer` on the test's database and index."""
    values = connection.settings_dict
    address = "postgres://{USER}@/{NAME}?host={HOST}&port={PORT}".format(**values)
    environment = {
        **os.environ,
        "YIZHAN_DATABASE_URL": address,
        "PGPASSFILE": str(values["OPTIONS"].get("passfile") or ""),
        "YIZHAN_SUPERVISED": "1",
        "YIZHAN_DATA": str(index_folder.parent),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "yizhan.config.cli", "indexer"],
        env=environment,
        cwd=django_settings.ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()  # it has opened the index
            yield process
        finally:
            process.kill()


def test_waiting_is_short_enough() -> None:
    """Even without a notification a change is seen within a second."""
    assert follower_module.WAIT <= 0.5
