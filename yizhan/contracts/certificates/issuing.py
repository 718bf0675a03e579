"""Issue certificates: the verbs of registration call this in their own transaction."""

from datetime import datetime

from django.conf import settings

from yizhan.audit.services import record
from yizhan.contracts.certificates.canonical import canonical
from yizhan.contracts.certificates.codes import new_code
from yizhan.contracts.certificates.content import content_of
from yizhan.contracts.certificates.keys import current_key, private_key
from yizhan.contracts.certificates.sealing import digest_of, sign_content
from yizhan.contracts.facts import CertificateIssued
from yizhan.contracts.models import Certificate, Contract
from yizhan.kernel.actors import Actor


def issue_certificate(contract: Contract, *, actor: Actor, at: datetime) -> Certificate:
    """Seal the contract as it stands; a certificate issued before is superseded.

    The caller holds the lock on the contract and has written everything that is certified.
    No paper is printed here: it follows from the row, in milliseconds, when somebody asks.
    """
    former = contract.certificates.order_by("-version").first()
    version = former.version + 1 if former else 1
    key = current_key(at=at)
    # A key seals nothing that is older than itself, else a stolen one could date back.
    issued_at = max(at, key.made_at)
    code = new_code()
    content = content_of(
        contract,
        version=version,
        code=code,
        supersedes=former.sha256 if former else None,
        at=issued_at,
        site=settings.YIZHAN_BASE_URL,
    )
    certificate = Certificate.objects.create(
        contract=contract,
        version=version,
        number=content["number"],
        code=code,
        content=canonical(content).decode(),
        sha256=digest_of(content),
        key=key,
        signature=sign_content(content, private_key(key.id)),
        issued_at=issued_at,
        supersedes=former,
    )
    fact = CertificateIssued(
        subject_id=contract.id,
        organisation_id=contract.organisation_id,
        region=contract.office.region_id if contract.office else "",
        number=certificate.number,
        version=version,
        sha256=certificate.sha256,
        key=key.id,
    )
    record(fact, actor=actor, at=at)
    return certificate
