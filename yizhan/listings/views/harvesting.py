"""The door for harvesters: OAI-PMH, and the schema of our own format."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from yizhan.kernel.actors import Actor
from yizhan.listings.oai.answers import answer, refusal
from yizhan.listings.oai.arguments import arguments_of
from yizhan.listings.oai.errors import OaiError
from yizhan.listings.oai.formats import xsd
from yizhan.listings.oai.xml import written
from yizhan.web.access import public
from yizhan.web.api import callers, limits
from yizhan.web.api.problems import Problematic, problem

_XML = "text/xml; charset=utf-8"


# Nothing is changed by asking, so a form from anywhere does no harm; the protocol wants POST.
@csrf_exempt
@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
@public
def oai(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - public data only
    """Answer a harvester; whoever asks too much is told when to come back."""
    at = now()
    try:
        _count(request)
        sent = request.POST if request.method == "POST" else request.GET
        with translation.override("zh-hans"):
            document = answer(arguments_of(sent), at=at)
    except OaiError as error:
        document = refusal(error, at=at)
    except Problematic as error:
        # The protocol's own way to say "later" is 503; harvesters wait and come back.
        status = 503 if error.status == 429 else error.status
        return problem(status, error.code, error.values, headers=error.headers)
    return HttpResponse(written(document), content_type=_XML)


@require_safe
@public
def oai_schema(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - public
    """Hand out the schema of the format "yizhan"."""
    return HttpResponse(written(xsd()), content_type=_XML)


def _count(request: HttpRequest) -> None:
    at, address = now(), callers.address_of(request)
    key = callers.bearer_of(request)
    caller = callers.caller_for(key, address=address, at=at) if key else callers.nobody()
    name = caller.key_id or callers.network_of(address)
    most = caller.per_minute if key else settings.YIZHAN_API_ANONYMOUS_PER_MINUTE
    limits.take(f"oai:{name}", most=most, at=at)
