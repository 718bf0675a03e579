"""What the platform reads from a request."""

from typing import cast

from django.http import HttpRequest

from yizhan.kernel.actors import Actor


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor that the middleware placed on the request."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]
