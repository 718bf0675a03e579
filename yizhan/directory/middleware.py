"""Place the actor on every request: the signed-in person in the role it chose."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yizhan.directory.queries import actor_among, roles_of
from yizhan.directory.terms import ACTING_AS
from yizhan.kernel.actors import anonymous


def actor_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Turn the signed-in person into the actor of the chosen membership."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            chosen = request.session.get(ACTING_AS)
            # Kept for the role switcher in the header, so that it asks nothing again.
            roles = roles_of(person_id=request.user.pk)
            request.roles = roles  # type: ignore[attr-defined]
            request.actor = actor_among(roles, person=request.user, chosen=chosen)  # type: ignore[attr-defined]
        else:
            request.actor = anonymous()  # type: ignore[attr-defined]
        return get_response(request)

    return handle
