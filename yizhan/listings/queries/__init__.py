"""Reading listings: rows, one listing, and what one reader may see of it."""

from yizhan.listings.queries.exports import COLUMNS as EXPORT_COLUMNS
from yizhan.listings.queries.exports import export_row, export_rows
from yizhan.listings.queries.listings import (
    content_of,
    differences,
    due_ids,
    flat,
    listing_by_key,
    listing_for,
    listing_rows,
    lock_listing,
    organisation_rows,
    own_counts,
    own_rows,
    public_counts,
    public_views,
    values_of,
    waiting_rows,
)
from yizhan.listings.queries.rounds import (
    due_round,
    fading_ids,
    fading_rows,
    listing_in_round,
    lock_fading,
    next_step,
    round_of,
    rounds_of,
)
from yizhan.listings.queries.views import ListingView, OrganisationCard, view_of

__all__ = [
    "EXPORT_COLUMNS",
    "ListingView",
    "OrganisationCard",
    "content_of",
    "differences",
    "due_ids",
    "due_round",
    "export_row",
    "export_rows",
    "fading_ids",
    "fading_rows",
    "flat",
    "listing_by_key",
    "listing_for",
    "listing_in_round",
    "listing_rows",
    "lock_fading",
    "lock_listing",
    "next_step",
    "organisation_rows",
    "own_counts",
    "own_rows",
    "public_counts",
    "public_views",
    "round_of",
    "rounds_of",
    "values_of",
    "view_of",
    "waiting_rows",
]
