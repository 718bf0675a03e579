"""Rounds of asking whether a listing is still true."""

from datetime import datetime

from yizhan.listings.models import Confirmation, Listing


def settle(listing: Listing, *, answer: str, at: datetime) -> None:
    """End the round that doubts the listing's last confirmation, if there is one."""
    if listing.confirmed_at is None:
        return
    Confirmation.objects.filter(
        listing=listing, since=listing.confirmed_at, answered_at=None
    ).update(answered_at=at, answer=answer, due_at=None)
