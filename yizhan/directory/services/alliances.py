"""Who belongs to an alliance."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.directory import rules
from yizhan.directory.facts import AllianceChanged
from yizhan.directory.models import Organisation
from yizhan.directory.permissions import may_edit
from yizhan.directory.queries import lock_organisation, organisations
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import refuse_if


@transaction.atomic
def set_alliance_members(
    *, actor: Actor, organisation_id: UUID, member_ids: Collection[UUID], at: datetime
) -> Organisation:
    """Make the alliance consist of exactly these organisations, as far as they are visible."""
    alliance = lock_organisation(actor=actor, organisation_id=organisation_id)
    if not may_edit(actor, alliance):
        raise PermissionDenied
    refuse_if(
        rules.against_alliance(kind=alliance.kind, own_id=alliance.id, member_ids=member_ids)
    )
    members = organisations(actor).filter(pk__in=list(member_ids))
    wanted = {member.pk for member in members}
    held = set(alliance.members.values_list("pk", flat=True))
    if wanted == held:
        return alliance
    alliance.members.set(members)
    fact = AllianceChanged(
        subject_id=alliance.id,
        organisation_id=alliance.id,
        region=alliance.region_id,
        joined=sorted(wanted - held),
        left=sorted(held - wanted),
    )
    record(fact, actor=actor, at=at)
    return alliance
