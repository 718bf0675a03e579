"""What can be done to the network: one function for each verb."""

from yizhan.stations.services.applying import (
    Profile,
    apply_station,
    edit_station,
    leave_station,
    reapply_station,
    withdraw_station,
)
from yizhan.stations.services.documents import Version, publish_document
from yizhan.stations.services.judging import (
    Judgement,
    admit_station,
    appraise_station,
    decline_station,
    rectify_station,
    remove_station,
    restore_station,
    resume_station,
    suspend_station,
    take_station,
)
from yizhan.stations.services.merging import settle_merged
from yizhan.stations.services.operators import (
    Training,
    end_operator,
    end_operators_of,
    name_operator,
    show_operator,
)
from yizhan.stations.services.topics import close_topic, found_topic, join_topic, quit_topic

__all__ = [
    "Judgement",
    "Profile",
    "Training",
    "Version",
    "admit_station",
    "apply_station",
    "appraise_station",
    "close_topic",
    "decline_station",
    "edit_station",
    "end_operator",
    "end_operators_of",
    "found_topic",
    "join_topic",
    "leave_station",
    "name_operator",
    "publish_document",
    "quit_topic",
    "reapply_station",
    "rectify_station",
    "remove_station",
    "restore_station",
    "resume_station",
    "settle_merged",
    "show_operator",
    "suspend_station",
    "take_station",
    "withdraw_station",
]
