"""Loading what an address names, or 404; an address of what was merged leads on."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from yizhan.directory import queries
from yizhan.directory.models import Organisation
from yizhan.kernel.actors import Actor
from yizhan.web.requests import actor_of

View = Callable[..., HttpResponseBase]


def found(actor: Actor, organisation_id: UUID) -> Organisation:
    """Return the organisation when it exists for the actor."""
    try:
        return queries.organisation_for(actor=actor, organisation_id=organisation_id)
    except Organisation.DoesNotExist:
        raise Http404 from None


def forwarded(view: View) -> View:
    """Lead from a merged organisation to the same page of the one kept, for good.

    A form sent to the old address is not acted upon: the reader sees the other house first.
    """

    @wraps(view)
    def led(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            kept = queries.forwarded_to(
                actor=actor_of(request), organisation_id=kwargs["organisation_id"]
            )
            if kept is None:
                raise
        is_read = request.method in {"GET", "HEAD"}
        match = request.resolver_match
        name = match.view_name if is_read and match else "directory:organisation-detail"
        return redirect(reverse(name, args=[kept]), permanent=is_read)

    return led
