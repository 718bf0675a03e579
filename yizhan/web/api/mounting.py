"""From the contexts' routes to one API: its addresses, its failures, its description."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import ConfigError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from yizhan.kernel.refusals import Refused
from yizhan.web.api import problems
from yizhan.web.api.guard import guarded
from yizhan.web.api.problems import Problem, Problematic, problem
from yizhan.web.api.reading import StrictParser
from yizhan.web.api.rendering import Utf8
from yizhan.web.api.routes import Door, Routes

PREFIX = "/api/v1/"


class _Document(OpenAPISchema):
    """The description; two shapes of one name would silently become one."""

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """Take the shapes of one operation in."""
        for name, shape in definitions.items():
            if self.schemas.get(name, shape) != shape:
                raise ConfigError(f"Two different shapes are called {name}.")
        super().add_schema_definitions(definitions)


class Api(NinjaAPI):
    """One API; what fails in an operation becomes a problem."""

    def __init__(self, routes: Iterable[Routes], **described: Any) -> None:
        """Collect the operations of every context."""
        super().__init__(
            parser=StrictParser(),
            renderer=Utf8(),
            openapi_url=None,
            docs_url=None,
            urls_namespace="api",
            **described,
        )
        self.routes = list(routes)
        for each in self.routes:
            self.add_router("", each.router)
        for kind, answer in _ANSWERS.items():
            self.add_exception_handler(kind, answer)

    def doors(self) -> dict[str, dict[str, Door]]:
        """Return every operation by path and method."""
        found: dict[str, dict[str, Door]] = defaultdict(dict)
        for door in (door for each in self.routes for door in each.doors):
            found[door.path][door.method] = door
        return dict(found)

    def addresses(self) -> list[URLPattern]:
        """Return the guarded addresses, one for each operation's name, and one for the rest."""
        callbacks = {
            str(pattern.name): pattern.callback
            for pattern in self.urls[0]
            if isinstance(pattern, URLPattern)
        }
        found = [
            self._address(operations, door.name, callbacks)
            for operations in self.doors().values()
            for door in operations.values()
        ]
        return [*found, path("<path:rest>", guarded({"": _nothing}, {}), name="nothing-here")]

    def _address(
        self, doors: dict[str, Door], name: str, callbacks: dict[str, Any]
    ) -> URLPattern:
        # One address may be told by several contexts' routes, a method each.
        views = {method: callbacks[door.name] for method, door in doors.items()}
        route = re.sub(r"{(?:(\w+):)?(\w+)}", _converter, next(iter(doors.values())).path)
        return path(route.removeprefix("/"), guarded(views, doors), name=name)

    def described(self, *, server: str = "") -> dict[str, Any]:
        """Return the OpenAPI document."""
        document = dict(_Document(self, PREFIX))
        components = document["components"]
        for model in (Problem,):
            schema = model.model_json_schema(
                ref_template="#/components/schemas/{model}", mode="serialization"
            )
            components["schemas"].update(schema.pop("$defs", {}))
            components["schemas"][model.__name__] = schema
        components["securitySchemes"] = {
            "key": {
                "type": "http",
                "scheme": "bearer",
                "description": "A key that an organisation's administrator made.",
            }
        }
        document["servers"] = [{"url": server}] if server else [{"url": "/"}]
        return document


def _converter(found: re.Match[str]) -> str:
    return f"<{found.group(1) or 'str'}:{found.group(2)}>"


def _nothing(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001 - the address says it
    return problem(404, "api.not_found")


def _not_found(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    return problem(404, "api.not_found")


def _forbidden(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: ARG001
    return problem(403, "api.not_permitted")


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    door: Door = request.api_door  # type: ignore[attr-defined]
    return problems.refused(error, door.say)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    door: Door = request.api_door  # type: ignore[attr-defined]
    return problems.invalid(error.errors, door.say)


def _problematic(request: HttpRequest, error: Problematic) -> HttpResponse:  # noqa: ARG001
    return problem(error.status, error.code, error.values, headers=error.headers)


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001
    # ninja wraps whatever its parser raised; ours says what it was.
    cause = error.__cause__
    if isinstance(cause, Problematic):
        return problem(cause.status, cause.code, cause.values)
    return problem(400, "api.unreadable")


_ANSWERS: dict[type[Exception], Any] = {
    Http404: _not_found,
    ObjectDoesNotExist: _not_found,
    PermissionDenied: _forbidden,
    Refused: _refused,
    ValidationError: _invalid,
    Problematic: _problematic,
    HttpError: _unreadable,
}
