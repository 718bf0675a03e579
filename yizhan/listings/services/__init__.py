"""Changing listings. One function for each verb, always in the same order."""

from yizhan.listings.services.answers import (
    ANSWERS,
    NO_LONGER,
    STILL_TRUE,
    answer_letter,
    confirm_listings,
    open_letter,
)
from yizhan.listings.services.bulk import Home, Imported, ImportRow, import_listings
from yizhan.listings.services.drafts import create_draft, save_draft
from yizhan.listings.services.fading import fade_listings, hide_listing
from yizhan.listings.services.likeness import (
    answer_pair,
    await_comparison,
    compare_waiting,
    decide_pair,
    queue_uncompared,
)
from yizhan.listings.services.many import MOST, Outcome, review_listings, submit_listings
from yizhan.listings.services.reviews import (
    countersign_listing,
    note_overdue,
    propose_listing,
    publish_listing,
    release_held,
    release_review,
    return_listing,
    take_review,
)
from yizhan.listings.services.steps import (
    conclude_listing,
    confirm_listing,
    expire_listing,
    reopen_listing,
    revise_listing,
    start_talks,
    submit_listing,
    withdraw_listing,
)
from yizhan.listings.services.suspending import resume_listings, suspend_listings

__all__ = [
    "ANSWERS",
    "MOST",
    "NO_LONGER",
    "STILL_TRUE",
    "Home",
    "ImportRow",
    "Imported",
    "Outcome",
    "answer_letter",
    "answer_pair",
    "await_comparison",
    "compare_waiting",
    "conclude_listing",
    "confirm_listing",
    "confirm_listings",
    "countersign_listing",
    "create_draft",
    "decide_pair",
    "expire_listing",
    "fade_listings",
    "hide_listing",
    "import_listings",
    "note_overdue",
    "open_letter",
    "propose_listing",
    "publish_listing",
    "queue_uncompared",
    "release_held",
    "release_review",
    "reopen_listing",
    "resume_listings",
    "return_listing",
    "review_listings",
    "revise_listing",
    "save_draft",
    "start_talks",
    "submit_listing",
    "submit_listings",
    "suspend_listings",
    "take_review",
    "withdraw_listing",
]
