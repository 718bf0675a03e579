"""The page for those who copy the public listings: feed, OAI-PMH, maps, Atom."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from yizhan.kernel.actors import Actor
from yizhan.listings.queries import changes_lag
from yizhan.listings.terms import Kind
from yizhan.web.access import public


@require_safe
@public
def open_data(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - public
    """Explain how to copy everything that is public, and keep the copy true."""
    site = settings.YIZHAN_BASE_URL
    lag = changes_lag()
    context: dict[str, Any] = {
        "feeds": [
            f"{site}/api/v1/listings/changes?limit=200",
            f"{site}/api/v1/listings/changes?kind=need&province=33",
            f"{site}/api/v1/organisations/changes",
        ],
        "oai": f"{site}{reverse('oai')}",
        "schema": f"{site}{reverse('oai-schema')}",
        "atoms": [
            (kind.label, f"{site}{reverse(f'listings:{kind}-atom')}?field=05") for kind in Kind
        ],
        "sitemap": f"{site}{reverse('sitemap')}",
        "waiting": lag.waiting,
        "seconds": lag.seconds(now()),
    }
    return TemplateResponse(request, "api/open_data.html", context)
