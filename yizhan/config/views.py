"""The one page of the ground: is the platform well, for machines that watch it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yizhan.kernel.actors import Actor
from yizhan.web.access import public
from yizhan.web.health import Level, findings


@never_cache
@require_safe
@public
def health(_request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Answer 200 or 503 with the level of each quick check, and nothing about the machine."""
    levels = {finding.check: finding.level.value for finding in findings(live_only=True)}
    broken = Level.BROKEN.value in levels.values()
    return JsonResponse({"ok": not broken, "checks": levels}, status=503 if broken else 200)
