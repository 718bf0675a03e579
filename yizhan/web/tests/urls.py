"""Addresses for the tests of the kit: its own pages, and views that fail on purpose."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

handler400 = "yizhan.web.errors.bad_request"
handler403 = "yizhan.web.errors.forbidden"
handler404 = "yizhan.web.errors.not_found"
handler500 = "yizhan.web.errors.server_error"


def broken(request: HttpRequest) -> HttpResponse:
    """Fail as our own mistake would."""
    raise RuntimeError("a mistake")


def gone(request: HttpRequest) -> HttpResponse:
    """Fail as a view does when the database is gone."""
    raise OperationalError("the connection is closed")


def gone_in_template(request: HttpRequest) -> HttpResponse:
    """Fail half way down the page."""

    def rows() -> None:
        raise OperationalError("the connection is closed")

    body = engines["django"].from_string("<h1>half</h1>{{ rows }}").render({"rows": rows})
    return HttpResponse(body)


def too_big(request: HttpRequest) -> HttpResponse:
    """Fail as Django does when the body is larger than allowed."""
    raise RequestDataTooBig


def forbidden(request: HttpRequest) -> HttpResponse:
    """Refuse the role."""
    raise PermissionDenied


def take(request: HttpRequest) -> HttpResponse:
    """Take a form that carries a token."""
    return HttpResponse(request.POST["title"])


urlpatterns = i18n_patterns(
    path("", include("yizhan.web.urls")),
    path("broken/", broken),
    path("gone/", gone),
    path("gone-in-template/", gone_in_template),
    path("too-big/", too_big),
    path("forbidden/", forbidden),
    path("take/", take),
    prefix_default_language=False,
)
