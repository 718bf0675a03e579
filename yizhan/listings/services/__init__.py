"""Changing listings. One function for each verb, always in the same order."""

from yizhan.listings.services.bulk import Home, Imported, ImportRow, import_listings
from yizhan.listings.services.drafts import create_draft, save_draft
from yizhan.listings.services.fading import fade_listings
from yizhan.listings.services.steps import (
    conclude_listing,
    confirm_listing,
    expire_listing,
    publish_listing,
    reopen_listing,
    return_listing,
    revise_listing,
    start_talks,
    submit_listing,
    withdraw_listing,
)

__all__ = [
    "Home",
    "ImportRow",
    "Imported",
    "conclude_listing",
    "confirm_listing",
    "create_draft",
    "expire_listing",
    "fade_listings",
    "import_listings",
    "publish_listing",
    "reopen_listing",
    "return_listing",
    "revise_listing",
    "save_draft",
    "start_talks",
    "submit_listing",
    "withdraw_listing",
]
