"""Reading contracts. `visible_to` is also who reads amounts and papers."""

from yizhan.contracts.permissions import visible_to
from yizhan.contracts.queries.contracts import (
    amendment_for,
    appeal_for,
    content_of,
    contract_by_key,
    contract_for,
    contract_rows,
    decisions_of,
    differences,
    grant_holders,
    lock_contract,
    offices,
    own_rows,
    twin_of,
    values_of,
)
from yizhan.contracts.queries.desk import (
    amendments_at_desk,
    appeals_to_decide,
    overdue_ids,
    overdue_in_reach,
    queue_counts,
    queue_of,
)

__all__ = [
    "amendment_for",
    "amendments_at_desk",
    "appeal_for",
    "appeals_to_decide",
    "content_of",
    "contract_by_key",
    "contract_for",
    "contract_rows",
    "decisions_of",
    "differences",
    "grant_holders",
    "lock_contract",
    "offices",
    "overdue_ids",
    "overdue_in_reach",
    "own_rows",
    "queue_counts",
    "queue_of",
    "twin_of",
    "values_of",
    "visible_to",
]
