"""How often one visitor may ask for what costs much, counted in the cache they all share."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from yizhan.kernel.actors import Actor
from yizhan.web.errors import too_many_requests

_WINDOW = 60  # seconds; `errors.too_many_requests` asks to wait as long

Act = Callable[Concatenate[HttpRequest, Actor, ...], HttpResponseBase]


def limited(name: str, *, most: int, method: str = "POST") -> Callable[[Act], Act]:
    """Answer 429 to more than `most` requests a minute; stands below `@public`.

    An account is counted by itself, because a whole campus may share one address.
    """

    def decorate(view: Act) -> Act:
        @wraps(view)
        def counted(
            request: HttpRequest, actor: Actor, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            asked = "GET" if request.method == "HEAD" else request.method
            if asked == method and not is_within(request, name, most=most):
                return too_many_requests(request)
            return view(request, actor, *args, **kwargs)

        return counted

    return decorate


def is_within(request: HttpRequest, name: str, *, most: int) -> bool:
    """Count one more request of this visitor in the running minute, and say if it may be."""
    key = f"limit:{name}:{_visitor(request)}:{int(time.time()) // _WINDOW}"
    if cache.add(key, 1, timeout=2 * _WINDOW):
        return most > 0
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # dropped between the two, which a full cache may do
        return True


def _visitor(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return str(request.user.pk)
    # The adapter knows how many proxies stand in front.
    return str(get_adapter().get_client_ip(request))
