"""What a merge of organisations does with the rows of every context above the directory.

A new column that names an organisation is registered here; until then no merge is possible,
and `tests/house/test_relations.py` says so.
"""

from yizhan.contracts.services.moving import move_contracts, move_grants
from yizhan.directory.services import (
    Absorption,
    moves_column,
    register_history,
    register_relation,
)
from yizhan.experts.services import move_requests
from yizhan.imports.services.moving import move_owner
from yizhan.listings.services.moving import move_listings
from yizhan.stations.services import settle_merged

PLAIN = (
    "contracts.Appeal.organisation",
    "contracts.Office.organisation",
    "contracts.Party.organisation",
    "experts.Advice.station",
    "experts.Expert.organisation",
    "listings.Review.holder_office",
    "matching.Feedback.organisation",
)
HISTORY = {
    "stations.Appraisal.office": "an appraisal names the office that made it",
    "stations.Document.office": "a document names the office that published it",
    "listings.Decision.office": "a decision names the office that took it and is never changed",
}


def connect() -> None:
    """Register the relations of all contexts."""
    register_relation("listings.Listing.organisation", _listings)
    register_relation("imports.Run.organisation_id", _imports)
    register_relation("experts.Advice.organisation", _requests)
    register_relation("contracts.Contract.organisation", _contracts)
    register_relation("stations.Station.organisation", _stations)
    register_relation("contracts.Grant.organisation", _grants)
    for label in PLAIN:
        register_relation(label, moves_column(label))
    for label, why in HISTORY.items():
        register_history(label, why)


def _listings(absorption: Absorption) -> int:
    return move_listings(kept_id=absorption.kept_id, absorbed_id=absorption.absorbed_id)


def _imports(absorption: Absorption) -> int:
    return move_owner(kept_id=absorption.kept_id, absorbed_id=absorption.absorbed_id)


def _requests(absorption: Absorption) -> int:
    return move_requests(
        kept_id=absorption.kept_id, absorbed_id=absorption.absorbed_id, at=absorption.at
    )


def _contracts(absorption: Absorption) -> int:
    return move_contracts(kept_id=absorption.kept_id, absorbed_id=absorption.absorbed_id)


def _grants(absorption: Absorption) -> int:
    return move_grants(kept_id=absorption.kept_id, absorbed_id=absorption.absorbed_id)


def _stations(absorption: Absorption) -> int:
    return settle_merged(
        kept_id=absorption.kept_id, absorbed_id=absorption.absorbed_id, at=absorption.at
    )
