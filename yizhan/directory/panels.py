"""What the directory hangs on every page: who acts, and the other roles of the person."""

from typing import Any

from django.http import HttpRequest

from yizhan.web.panels import Panel
from yizhan.web.requests import actor_of


def acting_role(request: HttpRequest, subject: Any) -> dict[str, Any] | None:  # noqa: ARG001
    """Return the acting role and the others; a visitor has none."""
    roles = getattr(request, "roles", None)
    if roles is None:
        return None
    actor = actor_of(request)
    return {
        "acting": next((role for role in roles if role.id == actor.id), None),
        "others": [role for role in roles if role.id != actor.id],
        "name": str(request.user),
        "next": request.get_full_path() if request.method == "GET" else "/",
    }


HEADER = Panel(name="acting-role", template="directory/header.html", provide=acting_role)
