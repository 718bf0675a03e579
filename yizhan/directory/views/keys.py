"""The keys an organisation's machines call the API with."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.directory import services
from yizhan.directory.forms import KeyForm
from yizhan.directory.keys import LONGEST, Secret
from yizhan.directory.messages import SCOPE_LABELS, say
from yizhan.directory.models import ApiKey, Organisation
from yizhan.directory.permissions import may_make_keys
from yizhan.directory.queries import keys as queries
from yizhan.directory.views.finding import found
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import requires
from yizhan.web.badges import Badge
from yizhan.web.forms import add_refusals, form_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires("directory.manage_members")
def key_list(request: HttpRequest, actor: Actor, organisation_id: UUID) -> HttpResponse:
    """List the keys; POST makes one and shows it this once, on a page no cache keeps."""
    organisation = found(actor, organisation_id)
    if not may_make_keys(actor, organisation):
        raise PermissionDenied
    form = _form(request, actor, organisation)
    if request.method == "POST" and form.is_valid():
        try:
            key, secret = services.make_key(
                actor=actor,
                organisation_id=organisation_id,
                wish=form.wish(),
                creation_key=form.cleaned_data["creation_key"],
                at=now(),
            )
        except Refused as refused:
            add_refusals(form, refused, say)
        else:
            return _shown(request, organisation, key, secret)
    context = {"form": form, "organisation": organisation, "rows": _rows(organisation)}
    return form_page(request, "directory/keys.html", context)


@never_cache
@require_POST
@requires("directory.manage_members")
def key_rotate(request: HttpRequest, actor: Actor, key_id: UUID) -> HttpResponse:
    """Give a key a new secret and show it this once."""
    try:
        key, secret = services.rotate_key(actor=actor, key_id=key_id, at=now())
    except ApiKey.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return _refused(request, actor, refused)
    return _shown(request, key.organisation, key, secret)


@require_POST
@requires("directory.manage_members")
def key_revoke(request: HttpRequest, actor: Actor, key_id: UUID) -> HttpResponse:
    """Stop a key."""
    try:
        services.revoke_key(actor=actor, key_id=key_id, at=now())
    except ApiKey.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return _refused(request, actor, refused)
    messages.success(request, _("已吊销，使用这把密钥的系统立即不能再访问。"))
    return redirect("directory:key-list", actor.organisation_id)


def _refused(request: HttpRequest, actor: Actor, refused: Refused) -> HttpResponse:
    for refusal in refused.refusals:
        messages.error(request, say(refusal))
    return redirect("directory:key-list", actor.organisation_id)


def _form(request: HttpRequest, actor: Actor, organisation: Organisation) -> KeyForm:
    roles = queries.roles_for_keys(person_id=actor.person_id, organisation=organisation)
    initial = {
        "creation_key": uuid4(),
        "role": "member",
        "scopes": ["organisations:read", "listings:read", "match"],
        "expires_on": localdate() + LONGEST / 2,
    }
    return KeyForm(request.POST or None, roles=roles, initial=initial)


def _shown(
    request: HttpRequest, organisation: Organisation, key: ApiKey, secret: Secret
) -> HttpResponse:
    context = {"organisation": organisation, "key": key, "secret": secret.text}
    return form_page(request, "directory/key_made.html", context)


def _rows(organisation: Organisation) -> list[dict[str, Any]]:
    at = now()
    return [
        {
            "key": key,
            "badge": _badge(key, at),
            "is_living": key.revoked_at is None and key.expires_at > at,
            "scopes": [SCOPE_LABELS.get(scope, scope) for scope in key.scopes],
        }
        for key in queries.keys_of(organisation=organisation)
    ]


def _badge(key: ApiKey, at: Any) -> Badge:
    if key.revoked_at is not None:
        return Badge(_("已吊销"), "bad", "square")
    if key.expires_at <= at:
        return Badge(_("已到期"), "", "ring")
    return Badge(_("有效"), "ok")
