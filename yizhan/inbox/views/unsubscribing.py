"""Stop a kind of mail by a link in one, without signing in.

A GET shows a button, because mail scanners follow links; a POST stops at once, from that
button or from the reader's mail program (RFC 8058), which has neither a session nor a token
against forgery. The signature in the address is what entitles.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from yizhan.inbox import services
from yizhan.inbox.letters import read_token
from yizhan.inbox.registry import topic_of
from yizhan.inbox.terms import DIGEST
from yizhan.kernel.actors import Actor
from yizhan.web.access import public
from yizhan.web.limits import limited


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
@limited("unsubscribe", most=60)
def unsubscribe(request: HttpRequest, _actor: Actor, token: str) -> HttpResponse:
    """Ask whether to stop, or stop."""
    person_id, topic, subject_id = _named(token)
    if request.method == "POST":
        services.unsubscribe(person_id=person_id, topic=topic, subject_id=subject_id, at=now())
    context = {
        "is_done": request.method == "POST",
        "label": _label(topic),
        "is_one": subject_id is not None,
    }
    return TemplateResponse(request, "inbox/unsubscribe.html", context)


def _named(token: str) -> tuple[UUID, str, UUID | None]:
    named = read_token(token)
    if named is None:
        raise Http404
    return named


def _label(topic: str) -> str:
    registered = topic_of(topic)
    if registered is not None:
        return str(registered.label)
    return _("每日汇总邮件") if topic == DIGEST else topic
