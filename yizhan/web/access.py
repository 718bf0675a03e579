"""Every view states who may enter, so that a test can read it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from yizhan.kernel.actors import Actor
from yizhan.web.limits import is_within
from yizhan.web.requests import actor_of
from yizhan.web.resuming import keep, release

PUBLIC = "public"
SIGNED_IN = "signed-in"
_MOST_KEPT = 20

View = Callable[..., HttpResponseBase]


def requires(
    permission: str,
) -> Callable[[Callable[Concatenate[HttpRequest, Actor, ...], HttpResponseBase]], View]:
    """Let only holders of the permission in, and hand the view its actor.

    A visitor is sent to sign in and comes back, with the form that was sent; a person whose
    role lacks the permission gets 403. `SIGNED_IN` asks for an account only.
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, Actor, ...], HttpResponseBase],
    ) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = actor_of(request)
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if permission != SIGNED_IN and not actor.may(permission):
                raise PermissionDenied
            if request.method == "POST":
                release(request)
            return view(request, actor, *args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: Callable[Concatenate[HttpRequest, Actor, ...], HttpResponseBase]) -> View:
    """Open a view to everybody and hand it its actor; the access test wants the word said."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, actor_of(request), *args, **kwargs)

    opened.required_permission = PUBLIC  # type: ignore[attr-defined]
    return opened


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if getattr(request, "htmx", False):
        # The whole page goes, else the form to sign in would stand inside a fragment.
        here = request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(redirect_to_login(here).url)
    back = reverse("web:resume") if _is_kept(request) else request.get_full_path()
    return redirect_to_login(back)


def _is_kept(request: HttpRequest) -> bool:
    # Each form kept for a stranger is one more row of the session table.
    is_post = request.method == "POST"
    return is_post and is_within(request, "kept", most=_MOST_KEPT) and keep(request)
