"""Stations, their operators and appraisals, the network's documents and topic groups."""

from yizhan.stations.models.documents import Document
from yizhan.stations.models.stations import Appraisal, Operator, Station
from yizhan.stations.models.topics import Topic, TopicSeat

__all__ = ["Appraisal", "Document", "Operator", "Station", "Topic", "TopicSeat"]
