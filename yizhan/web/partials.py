"""One view, one template: HTMX gets the named part, a browser the whole page."""

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers


def render_part(
    request: HttpRequest, template: str, context: dict[str, Any], *, target: str, part: str
) -> TemplateResponse:
    """Render only the part when HTMX aims at the target, else the whole template."""
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.target == target and not htmx.history_restore_request:
        template = f"{template}#{part}"
    response = TemplateResponse(request, template, context)
    # Without this the back button may show the part as if it were the page.
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
