"""Making one organisation of two entries, whole or not at all, and saying that two are two."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.directory import rules
from yizhan.directory.facts import OrganisationsMerged, PairDismissed
from yizhan.directory.models import FormerName, Merge, Organisation, Pair
from yizhan.directory.permissions import own_ids
from yizhan.directory.queries import has_administrator, organisations, pair_for
from yizhan.directory.services.duplicates import note_duplicates
from yizhan.directory.services.relations import Absorption, move_all, unknown_relations
from yizhan.directory.terms import MERGED
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused, refuse_if, refuse_stale


@transaction.atomic
def merge_organisations(
    *,
    actor: Actor,
    kept_id: UUID,
    absorbed_id: UUID,
    versions: tuple[int, int] | None,
    chosen: Collection[str],
    reason: str,
    at: datetime,
) -> Merge:
    """Move everything to the one kept and leave a forwarding address; `chosen` columns too.

    Refuses while any table names organisations in a way that nobody registered.
    """
    kept, absorbed = _locked(actor, kept_id, absorbed_id)
    if versions is not None:
        refuse_stale(seen=versions[0], current=kept.version)
        refuse_stale(seen=versions[1], current=absorbed.version)
    refuse_if(_against(actor, kept, absorbed, reason))
    before = {"kept": _values(kept), "absorbed": _values(absorbed)}
    absorption = Absorption(
        kept_id=kept.id,
        absorbed_id=absorbed.id,
        people_come=rules.comes_along(
            is_verified=absorbed.is_verified,
            kept_is_verified=kept.is_verified,
            kept_has_people=has_administrator(organisation=kept),
        ),
        at=at,
    )
    taken = [name for name in MERGED if name in chosen and name in before["kept"]]
    _forward(absorbed, kept, at)
    _take_over(kept, absorbed, taken, at)
    moved = move_all(absorption)
    merge = Merge.objects.create(
        kept=kept,
        absorbed=absorbed,
        office_id=actor.organisation_id,
        actor_id=actor.id,
        at=at,
        reason=reason.strip(),
        chosen=taken,
        before=before,
        moved=moved,
    )
    _record(merge, actor)
    note_duplicates(kept.id, at=at)
    return merge


@transaction.atomic
def dismiss_pair(*, actor: Actor, pair_id: UUID, reason: str, at: datetime) -> Pair:
    """Say that the two are two; they are not proposed again."""
    pair = pair_for(actor=actor, pair_id=pair_id)
    refusals = _against_judging(actor, pair.first) + _against_judging(actor, pair.second)
    if not reason.strip():
        refusals.append(Refusal("organisation.reason_required", {}, "reason"))
    refuse_if(_once(refusals))
    pair.dismissed_at, pair.dismissed_why = at, reason.strip()
    pair.save(update_fields=["dismissed_at", "dismissed_why"])
    fact = PairDismissed(
        subject_id=pair.first_id,
        region=pair.first.region_id,
        other_id=pair.second_id,
        reason=reason.strip(),
    )
    record(fact, actor=actor, at=at)
    return pair


def _locked(
    actor: Actor, kept_id: UUID, absorbed_id: UUID
) -> tuple[Organisation, Organisation]:
    """Lock both in one order, whichever is kept: no two merges can hold each other up."""
    if not actor.may("directory.verify"):
        raise PermissionDenied
    if kept_id == absorbed_id:
        raise Refused([Refusal("merge.same")])
    rows = Organisation.objects.filter(pk__in=[kept_id, absorbed_id]).order_by("pk")
    held = {row.pk: row for row in rows.select_for_update()}
    for pk in (kept_id, absorbed_id):
        if pk not in held:
            raise Organisation.DoesNotExist
        if held[pk].merged_into_id is not None:
            raise Refused([Refusal("merge.already_merged", {"name": held[pk].name})])
    if organisations(actor).filter(pk__in=held).count() < len(held):
        raise Organisation.DoesNotExist
    return held[kept_id], held[absorbed_id]


def _against(
    actor: Actor, kept: Organisation, absorbed: Organisation, reason: str
) -> list[Refusal]:
    refusals = _against_judging(actor, kept) + _against_judging(actor, absorbed)
    refusals += rules.against_merge(
        kinds=(kept.kind, absorbed.kind),
        levels=(kept.level, absorbed.level),
        bodies=(kept.body_code, absorbed.body_code),
        verified=(kept.is_verified, absorbed.is_verified),
        reason=reason,
    )
    unknown = unknown_relations()
    if unknown:
        refusals.append(Refusal("merge.unknown_relation", {"relations": "、".join(unknown)}))
    return _once(refusals)


def _once(refusals: list[Refusal]) -> list[Refusal]:
    return list({refusal.code: refusal for refusal in refusals}.values())


def _against_judging(actor: Actor, organisation: Organisation) -> list[Refusal]:
    if not actor.may("directory.verify"):
        raise PermissionDenied
    return list(
        rules.against_judging(
            reached=actor.region,
            own=organisation.id in own_ids(actor),
            kind=organisation.kind,
            level=organisation.level,
            region=organisation.region_id,
        )
    )


def _values(organisation: Organisation) -> dict[str, Any]:
    values = {name: getattr(organisation, name) for name in MERGED}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    } | {"id": str(organisation.id), "version": organisation.version}


def _forward(absorbed: Organisation, kept: Organisation, at: datetime) -> None:
    FormerName.objects.create(
        organisation=absorbed,  # comes along with the other rows of the merged one
        name=absorbed.name,
        code=absorbed.uscc or absorbed.former_code,
        until=at,
        is_merged=True,
    )
    # The values stay in the object: the one kept may take them, now that the code is free.
    Organisation.objects.filter(pk=absorbed.pk).update(
        uscc="", merged_into=kept, waiting_since=None, version=absorbed.version + 1
    )


def _take_over(
    kept: Organisation, absorbed: Organisation, taken: list[str], at: datetime
) -> None:
    if "name" in taken and kept.name != absorbed.name:
        FormerName.objects.create(organisation=kept, name=kept.name, until=at)
    lines = [*kept.aliases.splitlines(), *absorbed.aliases.splitlines(), kept.name]
    lines += [absorbed.name, absorbed.name_en, absorbed.uscc, absorbed.former_code]
    if not kept.uscc and absorbed.uscc:
        taken.append("uscc")
    for name in taken:
        setattr(kept, name, getattr(absorbed, name))
    known = {"", kept.name, kept.name_en, kept.uscc, kept.former_code}
    kept.aliases = "\n".join(dict.fromkeys(line for line in lines if line not in known))
    kept.version += 1
    kept.save(update_fields=[*dict.fromkeys(taken), "aliases", "version"])


def _record(merge: Merge, actor: Actor) -> None:
    fact = OrganisationsMerged(
        subject_id=merge.kept_id,
        organisation_id=merge.kept_id,
        region=merge.kept.region_id,
        absorbed_id=merge.absorbed_id,
        absorbed_name=merge.absorbed.name,
        chosen=merge.chosen,
        moved=merge.moved,
        reason=merge.reason,
    )
    record(fact, actor=actor, at=merge.at)
