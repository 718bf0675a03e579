"""Pages of the kit itself: preferences of the visitor, and every component on one page."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from yizhan.kernel.actors import Actor
from yizhan.web.access import SIGNED_IN, public, requires
from yizhan.web.context import CHOICES, COOKIES
from yizhan.web.forms import form_page
from yizhan.web.kit import KitForm, sample
from yizhan.web.resuming import kept_form

_A_YEAR = timedelta(days=365)


# A foreign site could at worst turn the page dark; a token would cost every page a cookie.
@csrf_exempt
@require_POST
@public
def preferences(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001
    """Keep theme and text size in cookies and go back to the page."""
    response = HttpResponseRedirect(_way_back(request))
    for name, cookie in COOKIES.items():
        value = request.POST.get(name, "")
        if value in CHOICES[name]:
            response.set_cookie(
                cookie, value, max_age=_A_YEAR, samesite="Lax", secure=request.is_secure()
            )
    return response


@require_safe
@requires(SIGNED_IN)
def resume(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001
    """Hand back the form that was sent when nobody was signed in any more."""
    return render(request, "resume.html", {"kept": kept_form(request)})


@require_safe
@public
def kit(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001
    """Show every component once: the page that visual checks look at."""
    if not (settings.DEBUG or settings.YIZHAN_DEMO or getattr(request.user, "is_staff", False)):
        raise Http404
    if "errors" in request.GET:
        return form_page(request, "kit.html", sample(KitForm({"budget": "三百五"})))
    return render(request, "kit.html", sample(KitForm()))


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return "/"
