"""Every view states who may enter, so that a test can read it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from yizhan.kernel.actors import Actor
from yizhan.web.requests import actor_of

PUBLIC = "public"
SIGNED_IN = "signed-in"

View = Callable[..., HttpResponse]


def requires(
    permission: str,
) -> Callable[[Callable[Concatenate[HttpRequest, Actor, ...], HttpResponse]], View]:
    """Let only holders of the permission in, and hand the view its actor.

    A visitor is sent to sign in and comes back; a person whose role lacks the permission
    gets 403. `SIGNED_IN` asks for an account only.
    """

    def decorate(view: Callable[Concatenate[HttpRequest, Actor, ...], HttpResponse]) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if permission != SIGNED_IN and not actor.may(permission):
                raise PermissionDenied
            return view(request, actor, *args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: Callable[Concatenate[HttpRequest, Actor, ...], HttpResponse]) -> View:
    """Open a view to everybody and hand it its actor; the access test wants the word said."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, actor_of(request), *args, **kwargs)

    opened.required_permission = PUBLIC  # type: ignore[attr-defined]
    return opened
