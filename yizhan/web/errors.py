"""Pages for what went wrong. None needs the database, a session or a working context processor.

config/urls: handler400 = "yizhan.web.errors.bad_request", handler403 = "….forbidden",
handler404 = "….not_found", handler500 = "….server_error", handler429 = "….too_many_requests";
settings: CSRF_FAILURE_VIEW = "yizhan.web.errors.csrf_failure".
"""

import errno
import logging
import sys
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language

from yizhan.web.context import preferences_of
from yizhan.web.languages import html_tag
from yizhan.web.printing import FontsMissing

logger = logging.getLogger(__name__)
_TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
RETRY_AFTER = 10


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400, or 413 when the request was larger than the platform takes."""
    if isinstance(exception, _TOO_BIG):
        return error_page(request, 413)
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer 403: the thing is there, the role may not."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer 404: there is nothing, or nothing for this visitor."""
    return error_page(request, 404)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer 429; allauth's rate limits ask for it."""
    response = error_page(request, 429)
    response.headers["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 when database or fonts were not there, 507 when a disk is full."""
    error = sys.exc_info()[1]
    if isinstance(error, (OperationalError, InterfaceError)):
        return unavailable(request)
    if isinstance(error, FontsMissing):
        logger.error("Paper cannot be printed: %s", error)
        return error_page(request, 503)
    if isinstance(error, OSError) and error.errno in _NO_SPACE:
        logger.error("No space is left on the device.", extra={"path": request.path})
        return error_page(request, 507)
    return error_page(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503 with Retry-After: nothing was written, trying again is safe."""
    logger.error("The database did not answer.", extra={"path": request.path})
    response = error_page(request, 503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 and hand back what was typed, ready to send again with a fresh token.

    Offered only when the browser says the form came from our own pages: a form on another
    site must never be one click away from being accepted.
    """
    logger.warning("Form token refused: %s", reason)
    fields = _posted(request) if _is_own(request) else []
    context = {"posted": fields, "token": get_token(request) if fields else ""}
    return error_page(request, 403, template="errors/csrf.html", context=context)


def error_page(
    request: HttpRequest,
    status: int,
    *,
    template: str = "",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Render `errors/<status>.html` from cookies and the path alone: no request context."""
    values = {
        "yz_shell": "base_full.html",
        "yz_language": html_tag(get_language()),
        "LANGUAGE_CODE": get_language(),
        "status": status,
        "path": request.path,
        "is_safe": request.method in {"GET", "HEAD"},
        "here": request.get_full_path(),
        **preferences_of(request),
        **(context or {}),
    }
    body = render_to_string(template or f"errors/{status}.html", values)
    return HttpResponse(body, status=status)


def _is_own(request: HttpRequest) -> bool:
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(said) and urlsplit(said).netloc == request.get_host()


def _posted(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
