"""The outbox notes every change in its own transaction and is read without a gap."""

import random
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, connections, transaction

from yizhan.listings import services
from yizhan.listings.models import Listing
from yizhan.listings.tests.factories import (
    AT,
    actor_of,
    make_draft,
    make_organisation,
    make_published,
)
from yizhan.matching.indexing import outbox
from yizhan.matching.indexing.outbox import Noted, Outbox, clear, present_position
from yizhan.matching.models import Change, Horizon

pytestmark = pytest.mark.usefixtures("committed")


def note(serial: int) -> None:
    """Write a row as the triggers do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matching_change (kind, listing_id, serial, position, at) VALUES"
            " ('need', %s, %s, pg_current_xact_id()::text::bigint, clock_timestamp())",
            [uuid.uuid4(), serial],
        )


def settled_position() -> int:
    """Return a position past all that is committed, once no stranger holds it back.

    Transactions of other databases on the same server hold the position too.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        [ours] = cursor.fetchone() or (0,)
    for _try in range(2_000):
        position = present_position()
        if position > ours:
            return position
        threading.Event().wait(0.01)
    raise TimeoutError


def read_all(box: Outbox) -> list[Noted]:
    """Read everything that is new."""
    return [row for page in box.pages() for row in page.rows]


def in_thread(work: Callable[[], None]) -> threading.Thread:
    """Run with a connection of its own, which is closed at the end."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_only_what_is_or_was_public_is_noted() -> None:
    """Drafts change with every key pressed; they are nobody's business."""
    organisation = make_organisation()
    owner = actor_of(organisation)
    box = Outbox(settled_position())
    draft = make_draft(owner)
    Listing.objects.filter(id=draft.id).update(title="仍是草稿")
    assert read_all(box) == []
    published = make_published(owner)
    assert [row.serial for row in read_all(box)] == [published.serial]
    Listing.objects.filter(id=published.id).update(title="换了标题")
    assert [row.listing_id for row in read_all(box)] == [published.id]
    Listing.objects.filter(id=published.id).update(title="换了标题")
    assert read_all(box) == []
    services.withdraw_listing(actor=owner, listing_id=published.id, at=AT)
    assert [row.serial for row in read_all(box)] == [published.serial]


def test_a_change_and_its_note_share_one_fate() -> None:
    """What is rolled back was never noted."""
    listing = make_published()
    box = Outbox(settled_position())

    def fail() -> None:
        with transaction.atomic():
            Listing.objects.filter(id=listing.id).update(title="不会留下")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert read_all(box) == []


def test_an_organisation_takes_its_listings_with_it() -> None:
    """Verification is a facet; it changes on another table."""
    organisation = make_organisation()
    listing = make_published(actor_of(organisation))
    make_draft(actor_of(organisation))
    box = Outbox(settled_position())
    organisation.about = "换了简介"
    organisation.save(update_fields=["about"])
    assert [row.serial for row in read_all(box)] == [listing.serial]


def test_a_row_that_becomes_visible_late_is_not_passed_over() -> None:
    """The smaller id commits after the larger one has been read and stored."""
    box = Outbox(settled_position())
    wrote, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            note(1)
            wrote.set()
            assert may_commit.wait(10)

    thread = in_thread(slow)
    assert wrote.wait(10)
    note(2)
    pages = list(box.pages())
    assert [row.serial for page in pages for row in page.rows] == [2]
    stored = pages[-1].position
    note(3)
    assert [row.serial for row in read_all(box)] == [3]  # nobody waits for the slow one
    may_commit.set()
    thread.join()
    assert [row.serial for row in read_all(box)] == [1]
    again = {row.serial for row in read_all(Outbox(stored))}
    assert again == {1, 2, 3}  # a crash repeats, it does not forget


def write_at_random(writer: int) -> None:
    """Write batches in transactions that are long, short, and sometimes rolled back."""
    chance = random.Random(writer)
    for batch in range(25):
        with transaction.atomic():
            for row in range(chance.randrange(1, 5)):
                note(writer * 10_000 + batch * 10 + row)
            threading.Event().wait(chance.random() * 0.01)
            if chance.random() < 0.1:
                transaction.set_rollback(True)


def test_nothing_is_missed_under_many_writers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random long and short transactions, pages of seven, a reader that crashes at times."""
    monkeypatch.setattr(outbox, "PAGE", 7)
    stored = present_position()
    box, seen = Outbox(stored), set()
    threads = [in_thread(partial(write_at_random, writer)) for writer in range(4)]
    chance = random.Random(99)
    while any(thread.is_alive() for thread in threads):
        for page in box.pages():
            seen |= {row.serial for row in page.rows}
            stored = page.position
            if chance.random() < 0.2:
                box = Outbox(stored)  # killed and started again
                break
    for thread in threads:
        thread.join()
    seen |= {row.serial for row in read_all(Outbox(stored))}
    assert seen == set(Change.objects.values_list("serial", flat=True))


def test_old_rows_go_and_the_horizon_remembers() -> None:
    """An index that stands before the horizon has missed something."""
    start = settled_position()
    for serial in range(5):
        note(serial)
    Change.objects.filter(serial__lt=3).update(at=AT - timedelta(days=30))
    Change.objects.filter(serial__gte=3).update(at=AT)
    assert clear(before=settled_position(), at=AT) == 3
    assert clear(before=settled_position(), at=AT) == 0
    assert Horizon.objects.get().cleared > start
    assert not outbox.reaches_back_to(start)
    assert outbox.reaches_back_to(settled_position())


def test_an_index_from_the_future_belongs_to_another_database() -> None:
    """After a restore the transaction numbers start lower."""
    assert not outbox.reaches_back_to(present_position() + 1_000_000)
