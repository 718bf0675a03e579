"""What the stations share: standard documents and topic groups."""

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.stations import queries, services, tables
from yizhan.stations.forms import DocumentForm, TopicForm
from yizhan.stations.messages import say
from yizhan.stations.models import Topic
from yizhan.stations.permissions import may_govern
from yizhan.stations.stages import APPRAISE, AT_WORK, WORK
from yizhan.stations.terms import Family
from yizhan.stations.views.finding import found_topic, tell
from yizhan.web.access import public, requires
from yizhan.web.forms import add_refusals, form_page

TOPIC_VERBS: Mapping[str, Callable[..., Any]] = {
    "join": services.join_topic,
    "quit": services.quit_topic,
    "close": services.close_topic,
}


@require_safe
@public
def document_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the documents in force by family."""
    rows = list(queries.documents_in_force(on=localdate()))
    labels = dict(Family.choices)
    families = [
        (labels[family], list(several)) for family, several in groupby(rows, lambda d: d.family)
    ]
    context = {"families": families, "may_publish": may_govern(actor)}
    return TemplateResponse(request, "stations/documents.html", context)


@require_safe
@public
def document_detail(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Show the version in force on a day, and the others."""
    versions = list(queries.document_versions(code=code))
    wanted = request.GET.get("version", "")
    chosen = next((one for one in versions if str(one.number) == wanted), None)
    today = localdate()
    in_force = next((one for one in versions if one.since <= today), None)
    document = chosen or in_force or (versions[0] if versions else None)
    if document is None:
        raise Http404
    context = {
        "document": document,
        "versions": versions,
        "in_force": in_force,
        "paragraphs": [part for part in document.text.split("\n\n") if part.strip()],
        "may_publish": may_govern(actor),
    }
    return TemplateResponse(request, "stations/document.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(APPRAISE)
def document_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Publish a version of a standard document."""
    if not may_govern(actor):
        raise PermissionDenied
    form = DocumentForm(request.POST or None, initial=_from_last(request))
    if request.method == "POST" and form.is_valid():
        try:
            document = services.publish_document(actor=actor, version=form.given(), at=now())
        except Refused as refused:
            add_refusals(form, refused, say)
        else:
            messages.success(
                request, _("已发布第 %(number)s 版。") % {"number": document.number}
            )
            return redirect(f"{document.get_absolute_url()}?version={document.number}")
    return form_page(request, "stations/document_new.html", {"form": form})


@require_safe
@public
def topic_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the topic groups at work."""
    context = {"topics": queries.open_topics(), "may_found": _may_take_part(actor)}
    return TemplateResponse(request, "stations/topics.html", context)


@require_safe
@public
def topic_detail(request: HttpRequest, actor: Actor, topic_id: UUID) -> HttpResponse:
    """Show a group and the stations in it."""
    topic = found_topic(topic_id)
    return TemplateResponse(request, "stations/topic.html", _topic_context(topic, actor))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK)
def topic_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Found a group."""
    form = TopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            topic = services.found_topic(
                actor=actor,
                name=typed["name"],
                aim=typed["aim"],
                fields=typed["domains"],
                at=now(),
            )
        except Refused as refused:
            add_refusals(form, refused, say)
        else:
            return redirect(topic)
    return form_page(request, "stations/topic_new.html", {"form": form})


@require_POST
@requires(WORK)
def topic_step(request: HttpRequest, actor: Actor, topic_id: UUID, step: str) -> HttpResponse:
    """Join, leave or end a group."""
    topic = found_topic(topic_id)
    try:
        TOPIC_VERBS[step](actor=actor, topic_id=topic.id, at=now())
    except Topic.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        tell(request, refused)
    return redirect(topic)


def _topic_context(topic: Topic, actor: Actor) -> dict[str, Any]:
    seats = list(queries.seats_of(topic))
    own = queries.own_station(actor=actor) if actor.may(WORK) else None
    sits = own is not None and any(seat.station_id == own.id for seat in seats)
    leads = own is not None and topic.lead_id == own.id
    steps = []
    if own is not None and topic.closed_at is None:
        joins = ["join"] if own.stage in AT_WORK else []
        steps = ["close"] if leads else ["quit"] if sits else joins
    return {
        "topic": topic,
        "stations": [tables.item_of(seat.station, level=3) for seat in seats],
        "steps": steps,
    }


def _may_take_part(actor: Actor) -> bool:
    own = queries.own_station(actor=actor) if actor.may(WORK) else None
    return own is not None and own.stage in AT_WORK


def _from_last(request: HttpRequest) -> dict[str, Any]:
    last = queries.document_versions(code=request.GET.get("of", "")).first()
    if last is None:
        return {}
    names = ("code", "family", "title", "title_en", "text")
    return {name: getattr(last, name) for name in names}
