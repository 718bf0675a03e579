"""What may be asked about the network."""

from yizhan.stations.queries.documents import (
    document_versions,
    documents_in_force,
    latest_version,
)
from yizhan.stations.queries.operators import (
    active_operators,
    is_operator,
    lock_operator,
    operators_of,
    people_of_station,
)
from yizhan.stations.queries.stations import (
    StationFilter,
    StationPage,
    appraisals_of,
    children_of,
    failed_years,
    find_parent,
    lock_station,
    next_number,
    own_station,
    public_station_rows,
    public_stations,
    station_for,
    stations_to_judge,
    stations_visible_to,
    tally_by_province,
    topics_of,
)
from yizhan.stations.queries.topics import lock_topic, open_topics, seats_of, topic_for

__all__ = [
    "StationFilter",
    "StationPage",
    "active_operators",
    "appraisals_of",
    "children_of",
    "document_versions",
    "documents_in_force",
    "failed_years",
    "find_parent",
    "is_operator",
    "latest_version",
    "lock_operator",
    "lock_station",
    "lock_topic",
    "next_number",
    "open_topics",
    "operators_of",
    "own_station",
    "people_of_station",
    "public_station_rows",
    "public_stations",
    "seats_of",
    "station_for",
    "stations_to_judge",
    "stations_visible_to",
    "tally_by_province",
    "topic_for",
    "topics_of",
]
