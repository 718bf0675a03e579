"""Middleware of the web kit: headers, and a whole page when the database is gone."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from yizhan.web import errors
from yizhan.web.security import EMBEDDER_HEADERS

Answer = Callable[[HttpRequest], HttpResponse]


def headers_middleware(get_response: Answer) -> Answer:
    """Add the headers that neither Django nor django-csp sets."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in EMBEDDER_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


class DatabaseGoneMiddleware:
    """Answer 503 with a whole page when the database does not answer a view or its template.

    What fails in other middleware (the session, say) reaches `errors.server_error`, which
    makes the same page.
    """

    def __init__(self, get_response: Answer) -> None:
        """Keep the next in the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Turn a database that is gone, busy or full into 503."""
        if isinstance(exception, (OperationalError, InterfaceError)):
            return errors.unavailable(request)
        return None
