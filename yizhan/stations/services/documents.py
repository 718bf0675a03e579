"""Publishing the standard documents of the network, version after version."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, refuse_if
from yizhan.stations import rules
from yizhan.stations.facts import DocumentPublished
from yizhan.stations.models import Document
from yizhan.stations.permissions import may_govern
from yizhan.stations.queries import latest_version
from yizhan.stations.terms import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a document; the names are the columns."""

    code: str
    family: str
    title: str
    text: str
    since: date | None
    title_en: str = ""


@transaction.atomic
def publish_document(*, actor: Actor, version: Version, at: datetime) -> Document:
    """Publish a version; the one before ends on the day before it comes into force."""
    if not may_govern(actor) or actor.organisation_id is None:
        raise PermissionDenied
    last = latest_version(code=version.code)
    refusals = list(
        rules.against_document(
            code=version.code,
            title=version.title,
            text=version.text,
            since=version.since,
            latest=last.since if last else None,
        )
    )
    if version.family not in Family.values:
        refusals.append(Refusal("stations.required", {}, "family"))
    refuse_if(refusals)
    assert version.since is not None  # noqa: S101 -- the rules refused nothing
    if last is not None:
        last.until = version.since - timedelta(days=1)
        last.save(update_fields=["until"])
    document = Document.objects.create(
        code=version.code,
        number=last.number + 1 if last else 1,
        family=last.family if last else version.family,
        title=version.title.strip(),
        title_en=version.title_en.strip(),
        text=version.text.strip(),
        since=version.since,
        published_at=at,
        office_id=actor.organisation_id,
    )
    fact = DocumentPublished(
        subject_id=document.id, document=document.code, number=document.number
    )
    record(fact, actor=actor, at=at)
    return document
