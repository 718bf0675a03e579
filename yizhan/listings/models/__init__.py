"""The tables of listings and what hangs on them, one file for each noun."""

from yizhan.listings.models.listing import Listing
from yizhan.listings.models.numbers import Counter

__all__ = ["Counter", "Listing"]
