"""How a person wants to be told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yizhan.inbox import queries, services, tables
from yizhan.inbox.messages import sentence
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import SIGNED_IN, requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SIGNED_IN)
def preferences(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show and keep the wishes for each topic."""
    held = queries.preferences_of(actor=actor)
    refused = ""
    if request.method == "POST":
        wishes = {topic: request.POST[topic] for topic in held if topic in request.POST}
        try:
            services.set_preferences(actor=actor, wishes=wishes, at=now())
        except Refused as refusal:
            refused = sentence(refusal.refusals[0])
        else:
            messages.success(request, _("邮件设置已保存。"))
            return redirect("inbox:preferences")
    context = {"wishes": tables.wishes_of(held), "refused": refused}
    status = 422 if refused else 200
    return TemplateResponse(request, "inbox/preferences.html", context, status=status)
