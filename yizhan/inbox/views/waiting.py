"""What waits for the actor."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yizhan.inbox import queries, services, tables
from yizhan.inbox.queries import Group
from yizhan.kernel.actors import Actor
from yizhan.web.access import SIGNED_IN, requires


@require_safe
@requires(SIGNED_IN)
def waiting(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what waits for the actor in the role it acts in, by kind, what is due first."""
    at = now()
    groups = _counted(actor, at)
    context = {"groups": tables.groups_of(groups, at=at)}
    return TemplateResponse(request, "inbox/waiting.html", context)


@never_cache
@require_safe
@requires(SIGNED_IN)
def tally(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Count again what waits, and return the numbers of the header."""
    at = now()
    _counted(actor, at)
    context = {"panel": tables.header(actor, at=at)}
    return TemplateResponse(request, "inbox/header.html", context)


def _counted(actor: Actor, at: datetime) -> list[Group]:
    groups = queries.waiting_for(actor=actor)
    services.keep_tally(
        actor=actor,
        waiting=sum(len(group.items) for group in groups),
        overdue=sum(group.overdue(at) for group in groups),
        at=at,
    )
    return groups
