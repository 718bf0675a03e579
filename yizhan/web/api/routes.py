"""How a context declares its operations: what each does, and who may.

    routes = Routes("listings", say=sentence)

    @routes.get("/listings/{uuid:listing_id}", name="listing-read", scope="listings:read",
                answer=ListingOut)
    def listing_read(request: HttpRequest, listing_id: UUID) -> ListingOut:
        ...

`actor_of(request)` is the holder of the key, or nobody; the session of a browser counts for
nothing here. `public=True` opens an operation to callers without a key too; a key that was
sent needs the scope all the same. `permission` is asked of the actor besides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from ninja import Router
from ninja.operation import Operation

from yizhan.web.api.problems import Problem, Say
from yizhan.web.api.repeats import HEADER, PATTERN
from yizhan.web.api.types import Told

View = TypeVar("View", bound=Callable[..., Any])


class Repeat(Enum):
    """Whether a request may carry an Idempotency-Key, must, or need not."""

    NEVER, MAY, MUST = "never", "may", "must"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What the guard and the access test read of one operation."""

    method: str
    path: str
    name: str
    scope: str
    permission: str
    is_public: bool
    reads_body: bool
    repeat: Repeat
    parameters: frozenset[str]
    say: Say

    @property
    def required_permission(self) -> str:
        """Say in one word who may enter, for the test of every address."""
        return "public" if self.is_public else self.permission or self.scope


class Routes:
    """The operations of one noun of one context."""

    def __init__(self, tag: str, *, say: Say) -> None:
        """Begin without operations; `say` is the context's own way to put refusals."""
        self.router = Router(tags=[tag])
        self.doors: list[Door] = []
        self._say = say

    def get(
        self,
        path: str,
        *,
        name: str,
        answer: type[Told],
        scope: str,
        permission: str = "",
        public: bool = False,
        may_lack: bool = False,
    ) -> Callable[[View], View]:
        """Declare a reading operation; one that `may_lack` names a record by its query."""
        return self._declare(
            "GET",
            path,
            {200: answer},
            name=name,
            scope=scope,
            permission=permission,
            public=public,
            may_lack=may_lack,
        )

    def post(  # noqa: PLR0913 - each is a word of the declaration
        self,
        path: str,
        *,
        name: str,
        answer: type[Told],
        scope: str,
        permission: str = "",
        public: bool = False,
        status: int = 200,
        repeat: Repeat = Repeat.NEVER,
    ) -> Callable[[View], View]:
        """Declare an operation that does something; what creates says `Repeat.MUST`."""
        return self._declare(
            "POST",
            path,
            {status: answer},
            name=name,
            scope=scope,
            permission=permission,
            public=public,
            repeat=repeat,
        )

    def put(
        self, path: str, *, name: str, answer: type[Told], scope: str, permission: str = ""
    ) -> Callable[[View], View]:
        """Declare an operation that replaces."""
        return self._declare(
            "PUT", path, {200: answer}, name=name, scope=scope, permission=permission
        )

    def _declare(
        self,
        method: str,
        path: str,
        answers: Mapping[int, Any],
        *,
        repeat: Repeat = Repeat.NEVER,
        public: bool = False,
        may_lack: bool = False,
        **said: str,
    ) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            operation = self._added(view, method, path, answers, name=said["name"])
            sources = {model.__ninja_param_source__ for model in operation.models}
            door = Door(
                method=method,
                path=path,
                is_public=public,
                reads_body="body" in sources,
                repeat=repeat,
                parameters=_parameters(operation),
                say=self._say,
                **said,
            )
            operation.openapi_extra = _described(door, may_lack=may_lack)
            self.doors.append(door)
            return view

        return decorate

    def _added(
        self,
        view: Callable[..., Any],
        method: str,
        path: str,
        answers: Mapping[int, Any],
        *,
        name: str,
    ) -> Operation:
        summary, _line, rest = (view.__doc__ or "").strip().partition("\n")
        self.router.add_api_operation(
            path,
            [method],
            view,
            response=dict(answers),
            operation_id=name.replace("-", "_"),
            url_name=name,
            summary=summary.rstrip("."),
            description=" ".join(rest.split()) or summary,
        )
        found: Operation = view._ninja_operation  # type: ignore[attr-defined]  # noqa: SLF001 - ninja's own mark
        return found


def _parameters(operation: Operation) -> frozenset[str]:
    names: set[str] = set()
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            names |= set(model.__ninja_flatten_map__)
    return frozenset(names)


_ALWAYS = (400, 429, 503)


def _described(door: Door, *, may_lack: bool) -> dict[str, Any]:
    """Return what the documentation says besides what the types say."""
    statuses = {*_ALWAYS, 401, 403}
    if "{" in door.path:
        statuses |= {404, 422}
    if door.parameters:
        statuses.add(422)
    if may_lack:
        statuses.add(404)
    if door.reads_body or door.method != "GET":
        statuses |= {404, 409, 411, 413, 415, 422} if door.reads_body else {404, 409, 413, 422}
    described: dict[str, Any] = {
        "security": [*([{}] if door.is_public else []), {"key": [door.scope]}],
        "responses": dict.fromkeys(sorted(statuses), _PROBLEM),
        "x-scope": door.scope,
    }
    if door.method == "GET":
        described["responses"][304] = {
            "description": "Not changed since the ETag that was sent."
        }
    if door.repeat is not Repeat.NEVER:
        described["parameters"] = [
            {
                "in": "header",
                "name": HEADER,
                "required": door.repeat is Repeat.MUST,
                "schema": {"type": "string", "pattern": PATTERN},
                "description": "The same value makes a repeated request harmless for 24 hours.",
            }
        ]
    return described


_PROBLEM = {
    "description": "A problem, by RFC 9457.",
    "content": {
        "application/problem+json": {
            "schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}
        }
    },
}
