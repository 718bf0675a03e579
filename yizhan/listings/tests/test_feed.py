"""The change feed: every public change once, none passed over, nothing that is not public."""

import random
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, connections, transaction

from yizhan.listings import services
from yizhan.listings.models import Listing, ListingChange
from yizhan.listings.queries.changes import FEED, FeedFilter, changes_lag, changes_page
from yizhan.listings.tests.factories import (
    AT,
    actor_of,
    make_draft,
    make_organisation,
    make_published,
)
from yizhan.listings.tests.harvesting import Harvester, public_state, settle
from yizhan.web.feeds import Cursor, CursorRefused, renew_feeds

Seen = dict[uuid.UUID, tuple[str, str]]
Reader = Callable[[], list[ListingChange]]


pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.timeout(300)]


def make_bare() -> Listing:
    """Store a public listing without a history, which is all that can ever be deleted."""
    return Listing.objects.create(
        kind="need",
        number=f"TEST-{uuid.uuid4().hex[:12]}",
        stage="published",
        organisation=make_organisation(),
        title="没有来历的需求",
        region_id="330900",
        fields=["03", "05"],
        created_at=AT,
        updated_at=AT,
        published_at=AT,
    )


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


def test_every_step_that_the_public_sees_is_in_the_feed_once() -> None:
    owner = actor_of(make_organisation())
    reader = Harvester()
    make_draft(owner)
    listing = make_published(owner)
    assert reader.go_on() == ["published"]
    Listing.objects.filter(id=listing.id).update(title="换了标题")
    assert reader.go_on() == ["changed"]
    services.withdraw_listing(actor=owner, listing_id=listing.id, at=AT)
    assert reader.go_on() == ["withdrawn"]
    services.revise_listing(actor=owner, listing_id=listing.id, at=AT)
    Listing.objects.filter(id=listing.id).update(title="草稿里改，没有人看得见")
    assert reader.go_on() == []
    assert reader.kept == public_state() == {}


def test_what_expires_is_revised_or_deleted_becomes_a_tombstone() -> None:
    expired, revised, deleted = make_published(), make_published(), make_bare()
    reader = Harvester()
    reader.go_on()
    Listing.objects.filter(id=expired.id).update(stage="expired")
    Listing.objects.filter(id=revised.id).update(stage="draft", fields=["11"])
    Listing.objects.filter(id=deleted.id).delete()
    assert sorted(reader.go_on()) == ["deleted", "expired", "hidden"]
    assert reader.kept == {}
    # What the draft says now is nobody's business; the sets are those last seen.
    assert ListingChange.objects.get(record_id=revised.id).fields == ["03", "05"]


def test_what_nobody_can_see_is_no_change() -> None:
    """Confidential fields, reasons of the reviewer, the private time stamps."""
    listing = make_published()
    assert listing.visibility == {"conditions": "after_contact"}
    reader = Harvester()
    reader.go_on()
    rows = Listing.objects.filter(id=listing.id)
    rows.update(details={**listing.details, "conditions": "换了只对接后可见的内容"})
    rows.update(return_reasons={"title": "太短"}, updated_at=AT + timedelta(days=1))
    assert reader.go_on() == []
    rows.update(visibility={})
    assert reader.go_on() == ["changed"]
    rows.update(visibility={"conditions": "parties_only"})
    assert reader.go_on() == ["changed"]
    rows.update(visibility={"conditions": "parties_only", "price": "parties_only"})
    assert reader.go_on() == ["changed"]
    rows.update(price_min=1)
    assert reader.go_on() == []


def test_an_organisation_takes_its_listings_along_unless_they_are_anonymous() -> None:
    organisation = make_organisation()
    named = make_published(actor_of(organisation))
    masked = make_published(actor_of(organisation), is_anonymous=True)
    reader = Harvester()
    reader.go_on()
    organisation.name = "舟山改名泵业有限公司"
    organisation.save(update_fields=["name"])
    reader.go_on()
    assert [row[0] for row in reader.read[2:]] == [named.id]
    organisation.size = "large"  # of which even the anonymous one speaks
    organisation.save(update_fields=["size"])
    assert reader.go_on() == ["changed", "changed"]
    assert masked.id in reader.kept


def test_bulk_sql_past_the_services_is_in_the_feed() -> None:
    listings = [make_published() for _number in range(3)]
    reader = Harvester()
    reader.go_on()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE listings_listing SET title = title || '（改）'")
    assert reader.go_on() == ["changed"] * 3
    with connection.cursor() as cursor:
        cursor.execute("UPDATE listings_listing SET title = title")
    assert reader.go_on() == []
    assert set(reader.kept) == {listing.id for listing in listings}


# The interleaving: the later transaction commits first, and somebody reads in between.


def by_cursor() -> Reader:
    """Read as the feed does."""
    kept: list[Cursor | None] = [None]

    def read() -> list[ListingChange]:
        page = changes_page(cursor=kept[0], limit=100)
        kept[0] = page.after
        return page.rows

    return read


def by_time() -> Reader:
    """Remember the latest time of change, as most feeds do."""
    last = [AT - timedelta(days=9999)]

    def read() -> list[ListingChange]:
        rows = list(ListingChange.objects.filter(at__gt=last[0]).order_by("at"))
        last[0] = rows[-1].at if rows else last[0]
        return rows

    return read


def by_number() -> Reader:
    """Remember the largest number given out so far; transactions count like a sequence."""
    last = [0]

    def read() -> list[ListingChange]:
        rows = list(ListingChange.objects.filter(position__gt=last[0]).order_by("position"))
        last[0] = rows[-1].position if rows else last[0]
        return rows

    return read


def interleaved(read: Reader) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """Let the later transaction commit first and read in between; return (wanted, read)."""
    early, late = make_published(), make_published()
    settle()
    read()
    wrote, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            Listing.objects.filter(id=early.id).update(title="先写，后提交")
            wrote.set()
            assert may_commit.wait(20)

    thread = in_thread(slow)
    assert wrote.wait(20)
    Listing.objects.filter(id=late.id).update(title="后写，先提交")
    seen = {row.record_id for row in read()}
    may_commit.set()
    thread.join()
    settle()
    seen |= {row.record_id for row in read()}
    return {early.id, late.id}, seen


def test_the_cursor_passes_nobody_over_when_the_later_one_commits_first() -> None:
    wanted, seen = interleaved(by_cursor())
    assert seen == wanted


@pytest.mark.parametrize("naive", [by_time, by_number])
def test_a_plain_time_or_number_would_pass_over_the_slow_one(
    naive: Callable[[], Reader],
) -> None:
    """The same story with the usual cursors loses a record: the test above can fail."""
    wanted, seen = interleaved(naive())
    assert len(wanted - seen) == 1


def test_what_waits_is_seen_as_lag() -> None:
    """A long transaction holds the feed back, and the feed says so."""
    listing = make_published()
    settle()
    wrote, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            make_organisation()
            wrote.set()
            assert may_commit.wait(20)

    thread = in_thread(slow)
    assert wrote.wait(20)
    Listing.objects.filter(id=listing.id).update(title="等着")
    lag = changes_lag()
    assert lag.waiting == 1
    assert lag.since is not None
    assert lag.seconds(lag.since + timedelta(seconds=7)) == 7
    may_commit.set()
    thread.join()
    settle()
    assert changes_lag().waiting == 0


def write_at_random(writer: int, ids: list[uuid.UUID]) -> None:
    """Change, withdraw, delete and republish, in transactions long, short or rolled back."""
    chance = random.Random(writer)
    for number in range(30):
        with transaction.atomic():
            mine = sorted(chance.sample(ids, chance.randrange(1, 4)))
            for listing_id in mine:
                row = Listing.objects.select_for_update().get(id=listing_id)
                stage = {"published": "withdrawn", "withdrawn": "draft", "draft": "submitted"}
                if chance.random() < 0.3 and row.stage in stage:
                    row.stage, row.submitted_at = stage[row.stage], AT
                elif row.stage == "submitted":
                    row.stage = "published"
                row.title = f"第 {writer} 人第 {number} 次"
                row.save(update_fields=["title", "stage", "submitted_at"])
            threading.Event().wait(chance.random() * 0.02)
            if chance.random() < 0.15:
                transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.parametrize("limit", [2, 50])
def test_a_harvest_under_many_writers_ends_with_exactly_what_is_public(limit: int) -> None:
    """Nothing skipped; and nothing twice: no state of a record is handed out two times."""
    owner = actor_of(make_organisation())
    ids = [make_published(owner).id for _number in range(16)]
    reader, narrow = Harvester(limit), Harvester(limit, FeedFilter(kind="need"))
    threads = [in_thread(partial(write_at_random, writer, ids)) for writer in range(4)]
    rounds = 0
    while any(thread.is_alive() for thread in threads):
        reader.go_on(at_once=True)
        narrow.go_on(at_once=True)
        rounds += 1
    for thread in threads:
        thread.join()
    reader.go_on()
    narrow.go_on()
    assert reader.kept == narrow.kept == public_state()
    assert rounds > 3
    places_read = [(row, title) for row, act, title in reader.read if title]
    assert len(places_read) == len(set(places_read))


def test_backwards_first_then_forwards_is_complete_too() -> None:
    """Who wants the newest first reads back to the beginning and then follows."""
    owner = actor_of(make_organisation())
    ids = [make_published(owner).id for _number in range(5)]
    settle()
    seen, cursor, newest = [], None, None
    while True:
        page = changes_page(cursor=cursor, limit=2, descending=True)
        newest = newest or page.newest
        seen += [row.record_id for row in page.rows]
        Listing.objects.filter(id=ids[0]).update(title=f"读到第 {len(seen)} 条时改的")
        cursor = page.after
        if page.is_last:
            break
    follower = Harvester()
    follower.cursor = newest
    follower.go_on()
    assert set(seen) | set(follower.kept) == set(ids)
    assert follower.kept[ids[0]].startswith("读到第")


def test_one_page_ends_within_a_transaction_of_many_rows() -> None:
    """An import publishes thousands at once; they share a number and are told by record."""
    listings = [make_published() for _number in range(7)]
    Listing.objects.update(title="同一个事务")
    reader = Harvester(limit=3)
    assert len(reader.go_on()) == len(listings)


def test_a_cursor_of_another_database_or_feed_or_hand_is_refused() -> None:
    make_published()
    settle()
    page = changes_page(cursor=None, limit=10)
    text = page.after.encode(feed=FEED)
    assert Cursor.decode(text, feed=FEED) == page.after
    for wrong, feed in ((text, "other"), (text[:-2] + "zz", FEED), ("", FEED), ("汉", FEED)):
        with pytest.raises(CursorRefused, match=r"feeds\.unreadable"):
            Cursor.decode(wrong, feed=feed)
    foreign = Cursor(uuid.uuid4(), page.after.position, page.after.record_id)
    with pytest.raises(CursorRefused, match=r"feeds\.foreign"):
        changes_page(cursor=foreign, limit=10)
    ahead = Cursor(page.after.epoch, page.after.position + 10**9, page.after.record_id)
    with pytest.raises(CursorRefused, match=r"feeds\.foreign"):
        changes_page(cursor=ahead, limit=10)


def test_a_restored_database_starts_a_new_epoch_and_hides_nothing() -> None:
    """The dump of a busy server carries numbers that the new server has not reached."""
    listing = make_published()
    before = changes_page(cursor=None, limit=10).after
    ListingChange.objects.update(position=2**40)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE web_epoch SET server = 1")
    renew_feeds()
    settle()
    page = changes_page(cursor=None, limit=10)
    assert [row.record_id for row in page.rows] == [listing.id]
    assert page.after.epoch != before.epoch
    with pytest.raises(CursorRefused):
        changes_page(cursor=before, limit=10)
    assert renew_feeds() == page.after.epoch
    assert renew_feeds(force=True) != page.after.epoch
