"""What every request to the API passes: language, key, limit, scope, repeats, headers."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any, Final

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.timezone import now
from django.utils.translation.trans_real import parse_accept_lang_header

from yizhan.web.api import callers, limits, reading, repeats
from yizhan.web.api.callers import Caller
from yizhan.web.api.problems import Problematic, problem
from yizhan.web.api.routes import Door, Repeat

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponseBase]
_SAFE: Final = frozenset({"GET", "HEAD"})
_EXPOSED: Final = (
    "ETag, Content-Language, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
)
# Guesses at keys are counted apart, so that they do not use up a reader's own minute.
_GUESSES_PER_MINUTE: Final = 20


def guarded(views: Mapping[str, View], doors: Mapping[str, Door]) -> View:
    """Stand before one address; views and doors are its operations by method."""

    def answer(request: HttpRequest, **values: Any) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            try:
                response = _answered(request, views, doors, values)
            except Exception as error:  # noqa: BLE001 - the last line: everything becomes a problem
                response = _problem_of(error, request)
        return _dressed(request, response, language)

    # Only keys count here, never a cookie: nothing a browser sends by itself opens anything.
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    answer.doors = dict(doors)  # type: ignore[attr-defined]
    words = {door.required_permission for door in doors.values()} or {"public"}
    answer.required_permission = ", ".join(sorted(words))  # type: ignore[attr-defined]
    return answer


def language_of(request: HttpRequest) -> str:
    """Return the first language of Accept-Language that the platform speaks."""
    said = request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:200]
    for tag, _weight in parse_accept_lang_header(said):
        if tag.startswith("en"):
            return "en"
        if tag.startswith("zh"):
            break
    return "zh-hans"


def _answered(
    request: HttpRequest,
    views: Mapping[str, View],
    doors: Mapping[str, Door],
    values: Mapping[str, Any],
) -> HttpResponse:
    if request.method == "OPTIONS":
        return _preflight(request, doors)
    at = now()
    caller = _caller(request, at)
    name = str(caller.key_id or callers.network_of(callers.address_of(request)))
    allowance = limits.take(f"api:{name}", most=caller.per_minute, at=at)
    door = _door(request, doors)
    request.actor = caller.actor  # type: ignore[attr-defined]
    request.api_door = door  # type: ignore[attr-defined]
    _check_door(door, caller)
    reading.check_body(request, reads=door.reads_body)
    _check_parameters(request, door)
    response = _done(
        request, door, caller, at, partial(_run, views[door.method], request, values)
    )
    for header, value in allowance.headers.items():
        response[header] = value
    return response


def _door(request: HttpRequest, doors: Mapping[str, Door]) -> Door:
    if not doors:
        raise Problematic(404, "api.not_found")
    door = doors.get("GET" if request.method == "HEAD" else str(request.method))
    if door is None:
        methods = _methods(doors)
        headers = {"Allow": methods}
        raise Problematic(405, "api.method_not_allowed", {"methods": methods}, headers=headers)
    return door


def _run(view: View, request: HttpRequest, values: Mapping[str, Any]) -> HttpResponse:
    is_head = request.method == "HEAD"
    if is_head:
        request.method = "GET"  # the answer to HEAD is the answer to GET without its body
    response = view(request, **values)
    if is_head:
        request.method = "HEAD"
    if not isinstance(response, HttpResponse):
        raise TypeError("The API answers in whole documents.")
    return response


def _done(
    request: HttpRequest,
    door: Door,
    caller: Caller,
    at: datetime,
    act: Callable[[], HttpResponse],
) -> HttpResponse:
    if door.repeat is Repeat.NEVER or caller.key_id is None:
        return act()
    key = repeats.key_of(request, is_required=door.repeat is Repeat.MUST)
    if not key:
        return act()
    return repeats.once(request, caller_id=caller.key_id, key=key, at=at, act=act)


def _caller(request: HttpRequest, at: datetime) -> Caller:
    address = callers.address_of(request)
    try:
        key = callers.bearer_of(request)
        return callers.caller_for(key, address=address, at=at) if key else callers.nobody()
    except Problematic as error:
        if error.status == 401:
            name = f"guess:{callers.network_of(address)}"
            limits.take(name, most=_GUESSES_PER_MINUTE, at=at)
        raise


def _check_door(door: Door, caller: Caller) -> None:
    if caller.key_id is None:
        if not door.is_public:
            raise Problematic(401, "api.key_required", headers=callers.CHALLENGE)
        return
    if door.scope not in caller.scopes:
        raise Problematic(403, "api.scope_missing", {"scope": door.scope})
    if door.permission and not caller.actor.may(door.permission):
        raise Problematic(403, "api.not_permitted")


def _check_parameters(request: HttpRequest, door: Door) -> None:
    unknown = sorted(set(request.GET) - door.parameters)
    if unknown:
        raise Problematic(422, "api.unknown_parameter", {"name": unknown[0][:80]})


def _preflight(request: HttpRequest, doors: Mapping[str, Door]) -> HttpResponse:  # noqa: ARG001 - one shape
    response = HttpResponse(status=204, headers={"Allow": _methods(doors)})
    if "GET" in doors:
        response["Access-Control-Allow-Methods"] = "GET, HEAD"
        response["Access-Control-Allow-Headers"] = "Accept-Language, If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
    return response


def _methods(doors: Mapping[str, Door]) -> str:
    head = ["HEAD"] if "GET" in doors else []
    return ", ".join(sorted([*doors, *head, "OPTIONS"]))


def _problem_of(error: Exception, request: HttpRequest) -> HttpResponse:
    if isinstance(error, Problematic):
        return problem(error.status, error.code, error.values, headers=error.headers)
    if isinstance(error, PermissionDenied):
        return problem(403, "api.not_permitted")
    if isinstance(error, RequestDataTooBig):
        return problem(413, "api.too_large", {"limit": "…"})
    if isinstance(error, (OperationalError, InterfaceError)):
        logger.error("The database did not answer.", extra={"path": request.path})
        return problem(503, "api.unavailable", headers={"Retry-After": "10"})
    logger.error("The API failed.", exc_info=error, extra={"path": request.path})
    return problem(500, "api.failed")


def _dressed(request: HttpRequest, response: HttpResponse, language: str) -> HttpResponse:
    """Add what every answer carries, and 304 where nothing changed."""
    response["Content-Language"] = {"zh-hans": "zh-CN"}.get(language, language)
    response["Cache-Control"] = "no-cache" if _is_open(request) else "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(response, ("Accept-Language", "Authorization"))
    if _is_open(request) and request.method in {*_SAFE, "OPTIONS"}:
        # Anybody's page may read what anybody may read; no key and no cookie goes along.
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = _EXPOSED
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    if response.status_code == 200 and request.method in _SAFE:
        etag = f'"{sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        found = get_conditional_response(request, etag=etag, response=response)
        response = found if isinstance(found, HttpResponse) else response
    return response


def _is_open(request: HttpRequest) -> bool:
    return "HTTP_AUTHORIZATION" not in request.META
