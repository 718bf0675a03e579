"""Writing a listing: new, edit, autosave, what is still missing, the amount in words."""

from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic_core import PydanticCustomError

from yizhan.directory.queries import organisation_for, region_choices
from yizhan.kernel.actors import Actor
from yizhan.kernel.money import WAN
from yizhan.kernel.refusals import Refused, Stale
from yizhan.listings import permissions, queries, rules, services
from yizhan.listings.content import read_content
from yizhan.listings.details import LARGEST_PRICE, Content, clean_number
from yizhan.listings.forms import Editor, anchor_of
from yizhan.listings.messages import NEW_LABELS, sentence
from yizhan.listings.models import Listing
from yizhan.listings.stages import EDITABLE
from yizhan.listings.standard.marks import card_of, marks_of
from yizhan.listings.terms import FieldName, Kind
from yizhan.listings.views.comparing import stale_page
from yizhan.listings.views.finding import found
from yizhan.web.access import requires
from yizhan.web.forms import asks_for_row, form_page, with_extra_row

WRITE = permissions.WRITE


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WRITE)
def listing_new(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """Begin a listing; the form carries a key, so that sent twice it makes one."""
    if request.method != "POST":
        return _page(request, actor, Editor(kind))
    if grown := _grown(request, kind):
        return _page(request, actor, grown)
    return _save(request, actor, Editor(kind, data=request.POST, today=localdate()), None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WRITE)
def listing_edit(
    request: HttpRequest, actor: Actor, kind: str, listing_id: UUID
) -> HttpResponse:
    """Change a draft or a returned listing."""
    listing = _own(actor, listing_id, kind)
    if listing.stage not in EDITABLE:
        messages.info(request, _("已发布或待审核的信息不能直接修改，请先撤回或转为修订。"))
        return redirect(listing)
    if request.method != "POST":
        return _page(request, actor, Editor(kind, listing=listing), listing)
    if grown := _grown(request, kind, listing):
        return _page(request, actor, grown, listing)
    editor = Editor(kind, data=request.POST, listing=listing, today=localdate())
    return _save(request, actor, editor, listing)


@require_POST
@requires(WRITE)
def listing_autosave(
    request: HttpRequest, actor: Actor, kind: str, listing_id: UUID | None = None
) -> HttpResponse:
    """Keep what is sound of a half-written form and answer with the version it now has."""
    listing = _own(actor, listing_id, kind) if listing_id else None
    editor = Editor(kind, data=request.POST, listing=listing, today=localdate())
    editor.content()
    try:
        saved = _put(actor, editor, editor.sound_values(), listing)
    except Stale as stale:
        return JsonResponse({"error": "stale", "version": stale.current}, status=409)
    except Refused as refused:
        return JsonResponse({"error": [sentence(r) for r in refused.refusals]}, status=422)
    return JsonResponse({"version": saved.version})


@require_POST
@requires(WRITE)
def listing_check(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """Say how complete the typed text is and what still stands against handing it in."""
    editor = Editor(kind, data=request.POST, today=localdate())
    editor.content()
    content, _refusals = read_content(kind, editor.sound_values())
    context = {"check": _check(actor, content)}
    return render(request, "listings/parts/completeness.html", context)


@require_safe
@requires(WRITE)
def price_words(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 -- the door asks for it
    """Say an amount typed in 万元 in Chinese capitals."""
    typed = request.GET.get("price_min") or request.GET.get("price_max") or ""
    context = {"amount": _yuan(typed)}
    return render(request, "listings/parts/price_words.html", context)


def _save(
    request: HttpRequest, actor: Actor, editor: Editor, listing: Listing | None
) -> HttpResponse:
    content, _refusals = editor.content()
    if content is None:
        return _page(request, actor, editor, listing)
    try:
        saved = _put(actor, editor, editor.values(), listing)
        if "submit" in request.POST:
            saved = services.submit_listing(actor=actor, listing_id=saved.id, at=now())
            messages.success(request, _("已提交，等待审核。"))
        else:
            messages.success(request, _("草稿已保存。"))
    except Stale:
        return _stale(request, actor, editor, content, listing)
    except Refused as refused:
        editor.refuse(refused.refusals)
        return _page(request, actor, editor, _saved(actor, editor, listing))
    return redirect(saved if "submit" in request.POST else _edit_url(saved))


def _put(
    actor: Actor, editor: Editor, values: dict[str, Any], listing: Listing | None
) -> Listing:
    """Create on the first call with a key, write over it on every later one."""
    version, at = editor.version, now()
    if listing is None:
        listing = services.create_draft(
            actor=actor, kind=editor.kind, values=values, key=editor.key, at=at
        )
    return services.save_draft(
        actor=actor, listing_id=listing.id, values=values, version=version, at=at
    )


def _page(
    request: HttpRequest, actor: Actor, editor: Editor, listing: Listing | None = None
) -> HttpResponse:
    kind = Kind(editor.kind)
    new_url = reverse(f"listings:{kind}-new")
    base = listing.get_absolute_url() if listing else new_url
    context = {
        "kind": kind,
        "title": NEW_LABELS[kind],
        "editor": editor,
        "form": editor.form,
        "formsets": editor.formsets,
        "listing": listing,
        "action": f"{base}edit/" if listing else new_url,
        "autosave_url": f"{base}autosave/",
        "check_url": reverse(f"listings:{kind}-check"),
        "check": _check(actor, _content_shown(editor, listing)),
        "regions": region_choices(),
    }
    response = form_page(request, "listings/form.html", context)
    if any(rows.is_bound and rows.total_error_count() for rows in editor.formsets):
        response.status_code = 422
    return response


def _content_shown(editor: Editor, listing: Listing | None) -> Content | None:
    if editor.form.is_bound:
        editor.content()
        return read_content(editor.kind, editor.sound_values())[0]
    return queries.content_of(listing) if listing else read_content(editor.kind, {})[0]


def _check(actor: Actor, content: Content | None) -> dict[str, Any]:
    """Say how complete a text is, what would add most, and what stands against it."""
    if content is None:
        return {"percent": 0, "missing": [], "against": []}
    percent, missing = rules.completeness(content)
    against = rules.against_submission(
        content, today=localdate(), organisation_name=_organisation_name(actor)
    )
    return {
        "percent": percent,
        "marks": [(mark, anchor_of(mark.place)) for mark in marks_of(content)],
        "grade": card_of(content),
        "missing": [(FieldName(name).label, anchor_of(name)) for name in missing[:4]],
        "against": [
            (sentence(refusal), anchor_of(refusal.place.partition(".")[0]))
            for refusal in against
        ],
    }


def _organisation_name(actor: Actor) -> str:
    if actor.organisation_id is None:
        return ""
    return organisation_for(actor=actor, organisation_id=actor.organisation_id).name


def _own(actor: Actor, listing_id: UUID, kind: str) -> Listing:
    listing = found(actor, listing_id, kind)
    if not permissions.is_owner(actor, listing):
        raise PermissionDenied
    return listing


def _saved(actor: Actor, editor: Editor, listing: Listing | None) -> Listing | None:
    if listing is None:
        return queries.listing_by_key(actor=actor, key=editor.key)
    return found(actor, listing.id)


def _grown(request: HttpRequest, kind: str, listing: Listing | None = None) -> Editor | None:
    prefix = request.POST.get("add-row", "")
    if not asks_for_row(request, prefix) or not prefix:
        return None
    grown = cast("QueryDict", with_extra_row(request.POST, prefix))
    return Editor(kind, data=grown, listing=listing, today=localdate())


def _edit_url(listing: Listing) -> str:
    return f"{listing.get_absolute_url()}edit/"


def _yuan(text: str) -> Decimal | None:
    try:
        amount = Decimal(clean_number(text[:32])) * WAN
    except PydanticCustomError:
        return None
    return amount if 0 <= amount <= LARGEST_PRICE else None


def _stale(
    request: HttpRequest,
    actor: Actor,
    editor: Editor,
    content: Content,
    listing: Listing | None,
) -> HttpResponse:
    stored = _saved(actor, editor, listing)
    if stored is None:
        raise Http404
    return stale_page(request, editor, content, stored)
