"""Place the actor on every request: the signed-in person in the role it chose."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yizhan.directory.queries import actor_for
from yizhan.kernel.actors import anonymous

ACTING_AS = "acting_as"


def actor_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Turn the signed-in person into the actor of the chosen membership."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            chosen = request.session.get(ACTING_AS)
            request.actor = actor_for(person=request.user, chosen=chosen)  # type: ignore[attr-defined]
        else:
            request.actor = anonymous()  # type: ignore[attr-defined]
        return get_response(request)

    return handle
