"""What happens to listings by the clock."""

from django.utils.timezone import now
from procrastinate.contrib.django import app

from yizhan.kernel.actors import machine
from yizhan.listings.queries import due_ids, fading_ids, overdue_ids
from yizhan.listings.services import (
    compare_waiting,
    expire_listing,
    fade_listings,
    note_overdue,
)

AT_ONCE = 500


@app.periodic(cron="*/5 * * * *")
@app.task(name="listings.close_due", queueing_lock="listings.close_due", pass_context=False)
def close_due_listings(timestamp: int) -> int:  # noqa: ARG001 -- handed in by the scheduler
    """Close every open listing whose day has come; each in its own transaction."""
    worker = machine("deadlines", "listings.expire")
    at = now()
    closed = 0
    for listing_id in due_ids(at=at, limit=AT_ONCE):
        closed += expire_listing(actor=worker, listing_id=listing_id, at=at)
    return closed


@app.periodic(cron="*/5 * * * *")
@app.task(name="listings.fade", queueing_lock="listings.fade", pass_context=False)
def fade(timestamp: int) -> int:  # noqa: ARG001 -- handed in by the scheduler
    """Ask, remind, demote or hide whatever nobody confirms; one transaction an organisation."""
    worker = machine("deadlines", "listings.expire")
    at = now()
    return sum(
        fade_listings(actor=worker, organisation_id=organisation_id, listing_ids=ids, at=at)
        for organisation_id, ids in fading_ids(at=at, limit=AT_ONCE).items()
    )


@app.periodic(cron="* * * * *")
@app.task(name="listings.compare", queueing_lock="listings.compare", pass_context=False)
def compare(timestamp: int) -> int:  # noqa: ARG001 -- handed in by the scheduler
    """Look for listings that say the same as those imported lately, until none waits."""
    done = 0
    while taken := compare_waiting(limit=AT_ONCE, at=now()):
        done += taken
    return done


@app.periodic(cron="7 * * * *")
@app.task(name="listings.overdue", queueing_lock="listings.overdue", pass_context=False)
def note_overdue_reviews(timestamp: int) -> int:  # noqa: ARG001 -- handed in by the scheduler
    """Say of every review whose day has passed that it is late, once."""
    worker = machine("deadlines", "listings.expire")
    at = now()
    return sum(
        note_overdue(actor=worker, review_id=review_id, at=at)
        for review_id in overdue_ids(at=at, limit=AT_ONCE)
    )
