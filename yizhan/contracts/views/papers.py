"""The papers of a contract: every version, adding one, reading one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yizhan.contracts import permissions, services, tables
from yizhan.contracts.forms import PaperForm
from yizhan.contracts.messages import sentence
from yizhan.contracts.models import Contract, Paper
from yizhan.contracts.services.files import ROOM
from yizhan.contracts.views.finding import found, own
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refused
from yizhan.web.access import SIGNED_IN, requires
from yizhan.web.files import handed_out
from yizhan.web.forms import add_refusals, form_page


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SIGNED_IN)
def contract_papers(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """List the papers and, for who filed the contract, take a new one."""
    contract = found(actor, contract_id)
    if request.method != "POST":
        form = PaperForm() if permissions.is_filer(actor, contract) else None
        return _page(request, contract, form)
    own(actor, contract_id)
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            _add(actor, contract, form)
        except Refused as refused:
            add_refusals(form, refused, sentence)
        else:
            messages.success(request, _("已上传。"))
            return redirect("contracts:contract-papers", contract.id)
    return _page(request, contract, form)


@require_safe
@requires(SIGNED_IN)
def contract_paper(
    request: HttpRequest,  # noqa: ARG001 -- the door asks for it
    actor: Actor,
    contract_id: UUID,
    paper_id: int,
) -> HttpResponseBase:
    """Hand a paper out; reading a confidential one is a fact."""
    contract = found(actor, contract_id)
    try:
        paper, _place = services.open_paper(
            actor=actor, contract_id=contract.id, paper_id=paper_id, at=now()
        )
    except Paper.DoesNotExist as error:
        raise Http404 from error
    return handed_out(ROOM, paper.file_sha256, name=paper.name, kind=paper.file_type)


def newest_papers(contract: Contract) -> list[dict[str, Any]]:
    """Return the newest version of each paper."""
    seen, rows = set(), []
    for paper in contract.papers.all():
        if (paper.kind, paper.name) not in seen:
            seen.add((paper.kind, paper.name))
            rows.append(_row(contract, paper))
    return rows


def _add(actor: Actor, contract: Contract, form: PaperForm) -> None:
    file = form.cleaned_data["file"]
    services.add_paper(
        actor=actor,
        contract_id=contract.id,
        kind=form.cleaned_data["kind"],
        name=file.name,
        chunks=file.chunks(),
        is_confidential=form.cleaned_data["is_confidential"],
        at=now(),
    )


def _page(request: HttpRequest, contract: Contract, form: PaperForm | None) -> HttpResponse:
    context = {
        "contract": contract,
        "badge": tables.badge_of(contract),
        "papers": [_row(contract, paper) for paper in contract.papers.all()],
        "form": form,
    }
    return form_page(request, "contracts/papers.html", context)


def _row(contract: Contract, paper: Paper) -> dict[str, Any]:
    return {
        "name": paper.name,
        "kind": paper.get_kind_display(),
        "version": paper.version,
        "at": paper.uploaded_at,
        "size": tables.size_words(paper.file_size),
        "is_confidential": paper.is_confidential,
        "url": reverse("contracts:contract-paper", args=[contract.id, paper.id]),
    }
