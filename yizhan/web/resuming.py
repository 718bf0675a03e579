"""A form sent after the session had ended: kept on the server, handed back after signing in."""

from typing import Any

from django.http import HttpRequest

_KEY = "kept_form"
_LARGEST = 200_000
# Never put back into a page, whatever the form was.
_SECRET = frozenset(
    {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword"}
)


def keep(request: HttpRequest) -> bool:
    """Keep what was posted in the visitor's session; drafts of scripts stay in the browser."""
    is_page = "text/html" in request.headers.get("Accept", "")
    if request.method != "POST" or not is_page or getattr(request, "htmx", False):
        return False
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        if name not in _SECRET
        for value in values
    ]
    if not fields or sum(len(value) for _name, value in fields) > _LARGEST:
        return False
    request.session[_KEY] = {"path": request.get_full_path(), "fields": fields}
    return True


def kept_form(request: HttpRequest) -> dict[str, Any] | None:
    """Return the kept form, as often as the page is reloaded."""
    kept = request.session.get(_KEY)
    return kept if isinstance(kept, dict) else None


def release(request: HttpRequest) -> None:
    """Forget the kept form once it was sent to its own address again."""
    kept = kept_form(request)
    if kept and kept.get("path") == request.get_full_path():
        del request.session[_KEY]
