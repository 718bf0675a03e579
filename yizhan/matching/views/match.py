"""Paste a problem and see who may solve it; how the score is made."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yizhan.kernel.actors import Actor
from yizhan.matching import queries, tables
from yizhan.matching.forms import PasteForm
from yizhan.matching.messages import PART_NAMES
from yizhan.matching.relevance.weights import CURRENT, weights
from yizhan.web.access import public
from yizhan.web.forms import form_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def paste(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Match a pasted paragraph without an account; nothing of it is stored."""
    form = PasteForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "legend": tables.legend()}
    if request.method != "POST":
        return TemplateResponse(request, "matching/paste.html", context)
    if not form.is_valid():
        return form_page(request, "matching/paste.html", context)
    read = queries.read_problem(form.cleaned_data["text"])
    found = queries.matches_of_need(read.need)
    context |= {
        "found": found,
        "read": tables.read_rows(read),
        "cards": tables.cards(found),
        "milliseconds": round(sum(found.seconds.values()) * 1000),
    }
    return TemplateResponse(request, "matching/paste.html", context)


@require_safe
@public
def algorithm(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Explain how candidates are found and scored, with the weights in force."""
    chosen = weights()
    context = {
        "weights": chosen,
        "version": CURRENT,
        "parts": [{"name": PART_NAMES[key], "weight": w} for key, w in chosen.parts.items()],
        "legend": tables.legend(),
        "paste_url": reverse("matching:paste"),
    }
    return TemplateResponse(request, "matching/algorithm.html", context)
