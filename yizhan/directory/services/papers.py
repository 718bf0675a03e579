"""The papers of a claim: shown by the claimant, opened by a verifier, thrown away in time."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from itertools import chain
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.directory import rules
from yizhan.directory.facts import ClaimPaperAdded, ClaimPaperOpened
from yizhan.directory.models import Claim, ClaimPaper
from yizhan.directory.queries import claim_for, lock_organisation
from yizhan.directory.stages import ClaimStage
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused, refuse_if
from yizhan.web.files import DiskFull, FileTooLarge, Kept, discard, keep, media_type

ROOM = "claims"


@transaction.atomic
def add_paper(
    *, actor: Actor, claim_id: UUID, name: str, chunks: Iterable[bytes], at: datetime
) -> ClaimPaper:
    """Keep a PDF or a picture for the verifiers; the same file twice is kept once."""
    claim = _own_open(actor, claim_id)
    held = claim.papers.count()
    refuse_if(rules.against_papers(held=held, is_open=claim.stage == ClaimStage.OPEN))
    bytes_ = iter(chunks)
    first = next(bytes_, b"")
    kind = media_type(first)
    refuse_if([] if kind else [Refusal("claim.paper_kind", {}, "paper")])
    kept = _kept(chain([first], bytes_))
    paper, is_new = ClaimPaper.objects.get_or_create(
        claim=claim,
        sha256=kept.sha256,
        defaults={
            "name": name.replace("\x00", "")[-120:] or "paper",
            "size": kept.size,
            "media_type": kind,
            "added_at": at,
        },
    )
    if is_new:
        _note(ClaimPaperAdded, paper, claim, actor=actor, at=at)
    return paper


@transaction.atomic
def open_paper(*, actor: Actor, claim_id: UUID, paper_id: UUID, at: datetime) -> ClaimPaper:
    """Return a paper to its claimant or a verifier in reach; a verifier's look is noted."""
    claim = claim_for(actor=actor, claim_id=claim_id)
    paper = claim.papers.get(pk=paper_id)
    if claim.person_id != actor.person_id:
        _note(ClaimPaperOpened, paper, claim, actor=actor, at=at)
    return paper


@transaction.atomic
def discard_papers(*, at: datetime) -> int:
    """Throw away what was shown for claims that ended long ago; count the files."""
    old = ClaimPaper.objects.filter(claim__decided_at__lt=at - rules.PAPERS_KEPT)
    digests = list(old.values_list("sha256", flat=True))
    old.delete()
    wanted = set(ClaimPaper.objects.filter(sha256__in=digests).values_list("sha256", flat=True))
    for digest in set(digests) - wanted:
        transaction.on_commit(partial(discard, ROOM, digest))
    return len(digests)


def _own_open(actor: Actor, claim_id: UUID) -> Claim:
    if actor.person_id is None:
        raise PermissionDenied
    seen = Claim.objects.get(pk=claim_id, person_id=actor.person_id)
    lock_organisation(actor=actor, organisation_id=seen.organisation_id)
    return Claim.objects.select_for_update(of=("self",)).get(pk=claim_id)


def _kept(chunks: Iterable[bytes]) -> Kept:
    try:
        return keep(ROOM, chunks, most=rules.MOST_PAPER_BYTES)
    except FileTooLarge as error:
        most = rules.MOST_PAPER_BYTES // 1024 // 1024
        raise Refused([Refusal("claim.paper_too_large", {"most": most}, "paper")]) from error
    except DiskFull as error:
        raise Refused([Refusal("claim.paper_no_room", {}, "paper")]) from error


def _note(
    fact: type[ClaimPaperAdded | ClaimPaperOpened],
    paper: ClaimPaper,
    claim: Claim,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    noted = fact(
        subject_id=claim.organisation_id,
        organisation_id=claim.organisation_id,
        claim_id=claim.id,
        paper_id=paper.id,
        sha256=paper.sha256,
    )
    record(noted, actor=actor, at=at)
