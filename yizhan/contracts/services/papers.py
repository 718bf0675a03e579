"""Papers: put into the file in versions, read through a permission, every reading noted."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from yizhan.audit.services import record
from yizhan.contracts.facts import PaperAdded, PaperOpened
from yizhan.contracts.models import Contract, Paper
from yizhan.contracts.queries import contract_for, lock_contract
from yizhan.contracts.services.files import ROOM, keep_file
from yizhan.contracts.services.steps import fact_values, person_of, require
from yizhan.contracts.stages import ENDED, WRITE, Stage
from yizhan.contracts.terms import PaperKind
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, refuse_if
from yizhan.web.files import place_of

# The second registrar reads the file that the first one read.
_CLOSED = ENDED | {Stage.PROPOSED}
MOST_PAPERS, LONGEST_NAME = 60, 200


def add_paper(
    *,
    actor: Actor,
    contract_id: UUID,
    kind: str,
    name: str,
    chunks: Iterable[bytes],
    at: datetime,
    is_confidential: bool = True,
) -> Paper:
    """Put a document into the file; the same name again is its next version."""
    require(actor, contract_for(actor=actor, contract_id=contract_id), WRITE)
    plain = Path(name.replace("\\", "/")).name.strip()[-LONGEST_NAME:]
    refuse_if(_against_paper(kind, plain))
    # Before the lock: a slow upload must keep nobody waiting.
    kept, found = keep_file(chunks)
    with transaction.atomic():
        contract = lock_contract(actor=actor, contract_id=contract_id)
        same = contract.papers.filter(kind=kind, name=plain)
        twin = same.filter(file_sha256=kept.sha256).first()
        if twin is not None:
            return twin
        refuse_if(_against_more(contract))
        paper = Paper.objects.create(
            contract=contract,
            kind=kind,
            version=(same.aggregate(last=Max("version"))["last"] or 0) + 1,
            name=plain,
            file_sha256=kept.sha256,
            file_size=kept.size,
            file_type=found,
            uploaded_by=person_of(actor),
            uploaded_at=at,
            is_confidential=is_confidential,
        )
        fact = PaperAdded(
            paper_id=paper.pk, kind=kind, sha256=kept.sha256, **fact_values(contract)
        )
        record(fact, actor=actor, at=at)
    return paper


@transaction.atomic
def open_paper(
    *, actor: Actor, contract_id: UUID, paper_id: int, at: datetime
) -> tuple[Paper, Path]:
    """Return a paper and where it lies; every reading of a confidential one is noted.

    Raises DoesNotExist for papers of contracts the actor may not see.
    """
    contract = contract_for(actor=actor, contract_id=contract_id)
    paper = contract.papers.get(pk=paper_id)
    if paper.is_confidential:
        fact = PaperOpened(paper_id=paper.pk, kind=paper.kind, **fact_values(contract))
        record(fact, actor=actor, at=at)
    return paper, place_of(ROOM, paper.file_sha256)


def _against_paper(kind: str, name: str) -> list[Refusal]:
    refusals = []
    if kind not in PaperKind.values:
        refusals.append(Refusal("contracts.unknown_value", place="kind"))
    if not name or not name.isprintable():
        refusals.append(Refusal("contracts.file_name", place="file"))
    return refusals


def _against_more(contract: Contract) -> list[Refusal]:
    if contract.stage in _CLOSED:
        values = {"step": "add_paper", "stage": contract.stage}
        return [Refusal("flow.wrong_stage", values)]
    if contract.papers.count() >= MOST_PAPERS:
        return [Refusal("contracts.too_many", {"limit": MOST_PAPERS}, "file")]
    return []
