"""Loading what an address names, or 404; saying what was refused."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest

from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.stations import queries
from yizhan.stations.messages import say
from yizhan.stations.models import Station, Topic
from yizhan.stations.permissions import is_own


def found_station(actor: Actor, station_id: UUID) -> Station:
    """Return the station when it exists for the actor."""
    try:
        return queries.station_for(actor=actor, station_id=station_id)
    except Station.DoesNotExist:
        raise Http404 from None


def found_own(actor: Actor, station_id: UUID) -> Station:
    """Return the station when the actor runs it; to others its desk does not exist."""
    station = found_station(actor, station_id)
    if not is_own(actor, station):
        raise Http404
    return station


def found_topic(topic_id: UUID) -> Topic:
    """Return the topic group."""
    try:
        return queries.topic_for(topic_id=topic_id)
    except Topic.DoesNotExist:
        raise Http404 from None


def tell(request: HttpRequest, refused: Refused) -> None:
    """Say every refusal on the next page."""
    for refusal in refused.refusals:
        messages.error(request, say(refusal))
