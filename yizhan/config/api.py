"""The API put together: the routes of every context under /api/v1/, and their description."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from yizhan.contracts.api import filing, verifying
from yizhan.directory.api import changes as organisation_changes
from yizhan.directory.api import codes, organisations
from yizhan.kernel.actors import Actor
from yizhan.listings.api import changes as listing_changes
from yizhan.listings.api import reading, writing
from yizhan.matching.api import matches, search
from yizhan.policy.api import law
from yizhan.statistics.api import figures
from yizhan.web.access import public
from yizhan.web.api.mounting import Api

VERSION = "1.0.0"
api = Api(
    [
        codes.routes,
        organisation_changes.routes,
        organisations.routes,
        listing_changes.routes,
        reading.routes,
        writing.routes,
        search.routes,
        matches.routes,
        law.routes,
        figures.routes,
        verifying.routes,
        filing.routes,
    ],
    title="Yizhan API",
    version=VERSION,
    description="Read, search, match, submit and withdraw over HTTP. See /api/ for people.",
)


@require_safe
@public
def openapi(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - the same for all
    """Hand out the description of the API."""
    response = JsonResponse(api.described(), json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


app_name = "api"
urlpatterns = [path("openapi.json", openapi, name="openapi"), *api.addresses()]
