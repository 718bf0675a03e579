"""The tables of listings and what hangs on them, one file for each noun."""

from yizhan.listings.models.changes import ListingChange
from yizhan.listings.models.confirmations import Confirmation
from yizhan.listings.models.likeness import Likeness, Pair
from yizhan.listings.models.listing import Listing
from yizhan.listings.models.numbers import Counter
from yizhan.listings.models.reviews import Decision, Review
from yizhan.listings.models.submissions import Origin, Submission
from yizhan.listings.models.suspensions import Suspension

__all__ = [
    "Confirmation",
    "Counter",
    "Decision",
    "Likeness",
    "Listing",
    "ListingChange",
    "Origin",
    "Pair",
    "Review",
    "Submission",
    "Suspension",
]
