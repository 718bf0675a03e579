"""Topic groups and who sits in them."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yizhan.stations.models import Topic, TopicSeat
from yizhan.stations.stages import SHOWN


def open_topics() -> QuerySet[Topic]:
    """List the open groups with the number of their stations that are members."""
    seated = Q(seats__left_at=None, seats__station__stage__in=SHOWN)
    sits = Count("seats", filter=seated)
    rows = Topic.objects.filter(closed_at=None).select_related("lead__organisation")
    return rows.annotate(size=sits).order_by("name", "id")


def topic_for(*, topic_id: UUID) -> Topic:
    """Return one group; a closed one stays readable."""
    return Topic.objects.select_related("lead__organisation").get(pk=topic_id)


def lock_topic(*, topic_id: UUID) -> Topic:
    """Return an open group, locked until the running transaction ends."""
    return Topic.objects.select_for_update().get(pk=topic_id, closed_at=None)


def seats_of(topic: Topic) -> QuerySet[TopicSeat]:
    """List the stations in a group now; who left the network has no seat that is shown."""
    rows = topic.seats.filter(left_at=None, station__stage__in=SHOWN)
    return rows.select_related("station__organisation", "station__region")
