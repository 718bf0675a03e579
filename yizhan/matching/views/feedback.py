"""Say what became of a match."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.listings.queries import ListingView
from yizhan.matching import queries, services
from yizhan.matching.engine.port import IndexUnavailable
from yizhan.matching.forms import FeedbackForm
from yizhan.matching.messages import refusal_sentence
from yizhan.web.access import requires
from yizhan.web.forms import add_refusals, form_page


@require_http_methods(["GET", "HEAD", "POST"])
@requires("matching.use")
def feedback(request: HttpRequest, actor: Actor, need_id: UUID, offer_id: UUID) -> HttpResponse:
    """Ask for a verdict on a pair, and take it down."""
    need, offer = _pair(actor, need_id, offer_id)
    if actor.organisation_id is None:
        raise PermissionDenied
    form = FeedbackForm(request.POST or None, initial={"verdict": request.GET.get("verdict")})
    if request.method == "POST" and form.is_valid():
        try:
            services.give_feedback(
                actor=actor, need_id=need_id, offer_id=offer_id, at=now(), **form.cleaned_data
            )
        except Refused as refused:
            add_refusals(form, refused, refusal_sentence)
        except IndexUnavailable:
            form.add_error(None, _("检索索引正在恢复，请过一会儿再提交。"))
        else:
            messages.success(request, _("意见已记下，会用于改进匹配。"))
            return redirect(need.url)
    context = {"form": form, "need": need, "offer": offer}
    return form_page(request, "matching/feedback.html", context)


def _pair(actor: Actor, need_id: UUID, offer_id: UUID) -> tuple[ListingView, ListingView]:
    pair = queries.visible_pair(actor=actor, need_id=need_id, offer_id=offer_id)
    if pair is None:
        raise Http404
    return pair
