"""The titles of an organisation, for the office that records them."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.directory import queries, services
from yizhan.directory.forms import TitleForm
from yizhan.directory.messages import say
from yizhan.directory.permissions import may_judge
from yizhan.directory.views.finding import found
from yizhan.directory.views.refusing import told
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import requires
from yizhan.web.forms import add_refusals, form_page


@require_http_methods(["GET", "HEAD", "POST"])
@requires("directory.verify")
def title_list(request: HttpRequest, actor: Actor, organisation_id: UUID) -> HttpResponse:
    """List the titles of an organisation; POST records one."""
    organisation = found(actor, organisation_id)
    if not may_judge(actor, organisation):
        raise PermissionDenied
    form = TitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.give_title(
                actor=actor, organisation_id=organisation_id, grant=form.grant(), at=now()
            )
        except Refused as refused:
            add_refusals(form, refused, say)
        else:
            messages.success(request, _("已录入称号。"))
            return redirect("directory:title-list", organisation_id)
    held = queries.titles_of(organisation=organisation)
    context = {"form": form, "organisation": organisation, "titles": held}
    return form_page(request, "directory/titles.html", context)


@require_POST
@requires("directory.verify")
def title_end(request: HttpRequest, actor: Actor, designation_id: UUID) -> HttpResponse:
    """End a title, with the reason."""
    reason = request.POST.get("reason", "")[:200]
    try:
        back = UUID(request.POST.get("organisation", ""))
    except ValueError:
        address = reverse("directory:organisation-list")
    else:
        address = reverse("directory:title-list", args=[back])
    return told(
        request,
        lambda: services.end_title(
            actor=actor, designation_id=designation_id, reason=reason, at=now()
        ),
        done=_("已取消称号。"),
        after=address,
    )
