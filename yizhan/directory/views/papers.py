"""Papers that stand behind a claim: shown by the claimant, read by the verifiers."""

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.directory import queries, services
from yizhan.directory.models import Claim
from yizhan.directory.views.refusing import told
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused
from yizhan.web.access import SIGNED_IN, requires
from yizhan.web.files import handed_out
from yizhan.web.limits import limited


@require_POST
@requires(SIGNED_IN)
@limited("claim-paper", most=20)
def paper_add(request: HttpRequest, actor: Actor, claim_id: UUID) -> HttpResponse:
    """Take one file in."""
    _require_own(actor, claim_id)
    file = request.FILES.get("paper")

    def add() -> None:
        if file is None:
            raise Refused([Refusal("claim.paper_kind")])
        services.add_paper(
            actor=actor,
            claim_id=claim_id,
            name=file.name or "",
            chunks=file.chunks(),
            at=now(),
        )

    after = reverse("directory:claim-detail", args=[claim_id])
    return told(request, add, done=_("已上传。"), after=after)


@require_safe
@requires(SIGNED_IN)
def paper_open(
    request: HttpRequest,  # noqa: ARG001 -- the address says it all
    actor: Actor,
    claim_id: UUID,
    paper_id: UUID,
) -> FileResponse:
    """Hand out one file; a verifier's look is recorded."""
    try:
        paper = services.open_paper(actor=actor, claim_id=claim_id, paper_id=paper_id, at=now())
        return handed_out(services.ROOM, paper.sha256, name=paper.name, kind=paper.media_type)
    except (ObjectDoesNotExist, FileNotFoundError) as error:
        raise Http404 from error


def _require_own(actor: Actor, claim_id: UUID) -> None:
    try:
        claim = queries.claim_for(actor=actor, claim_id=claim_id)
    except Claim.DoesNotExist as error:
        raise Http404 from error
    if claim.person_id != actor.person_id:
        raise PermissionDenied
