"""The page about the API for people: keys, limits, errors, and every operation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from yizhan.config.api import VERSION, api
from yizhan.config.api_examples import EXAMPLES
from yizhan.kernel.actors import Actor
from yizhan.web.access import public
from yizhan.web.api.callers import SCOPES
from yizhan.web.api.problems import TITLES
from yizhan.web.api.repeats import KEPT_FOR


@require_safe
@public
def guide(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Explain how to get a key and call every operation."""
    context = {
        "version": VERSION,
        "anonymous": settings.YIZHAN_API_ANONYMOUS_PER_MINUTE,
        "keyed": settings.YIZHAN_API_KEY_PER_MINUTE,
        "largest": settings.YIZHAN_API_MAX_BODY // 1024,
        "hours": int(KEPT_FOR.total_seconds() // 3600),
        "keys_url": _keys_url(actor),
        "scopes": list(SCOPES.items()),
        "groups": _groups(api.described()),
        "statuses": sorted(TITLES.items()),
        "examples": [
            {"title": example.title, "command": example.on(settings.YIZHAN_BASE_URL)}
            for example in EXAMPLES
        ],
    }
    return TemplateResponse(request, "api/guide.html", context)


def _keys_url(actor: Actor) -> str:
    if actor.organisation_id is None or not actor.may("directory.manage_members"):
        return ""
    return reverse("directory:key-list", args=[actor.organisation_id])


def _groups(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the operations by noun, as plain values to print."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": operation["summary"],
                    "scope": operation.get("x-scope", ""),
                    "is_public": {} in operation.get("security", []),
                    "parameters": [_parameter(each) for each in operation["parameters"]],
                }
            )
    return [{"name": name, "operations": rows} for name, rows in groups.items()]


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "is_required": parameter["required"],
        "text": parameter.get("description", ""),
    }
