"""Writing the text of a contract: drafts, and what is to be corrected."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import IntegrityError, transaction

from yizhan.audit.services import record
from yizhan.contracts.content import Content, parse_content
from yizhan.contracts.facts import ContractDrafted, ContractEdited
from yizhan.contracts.models import Contract
from yizhan.contracts.permissions import is_filer
from yizhan.contracts.queries import (
    content_of,
    contract_by_key,
    differences,
    lock_contract,
    offices,
)
from yizhan.contracts.rules.filing import subkind_fits
from yizhan.contracts.services.rows import TEXT_COLUMNS, apply_content, write_parts
from yizhan.contracts.services.steps import fact_values
from yizhan.contracts.stages import EDITABLE, WRITE, Stage
from yizhan.directory.queries import industries, region_for
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused, refuse_if, refuse_stale
from yizhan.listings.queries import listing_for


def create_draft(
    *, actor: Actor, values: Mapping[str, Any], at: datetime, key: UUID | None = None
) -> Contract:
    """Begin a draft for the actor's organisation; the same key again returns the first one."""
    if not actor.may(WRITE) or actor.organisation_id is None:
        raise PermissionDenied
    content = parse_content(values)
    refuse_if([*against_codes(content), *_against_listings(actor, content)])
    first = contract_by_key(actor=actor, key=key)
    if first is not None:
        return first
    home = actor.organisation_id
    try:
        with transaction.atomic():
            return _create(actor, home, content, key, at)
    except IntegrityError:
        first = contract_by_key(actor=actor, key=key)
        if first is None:
            raise
        return first


@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    contract_id: UUID,
    values: Mapping[str, Any],
    version: int | None,
    at: datetime,
) -> Contract:
    """Write the text; a version that is no longer current is refused as stale."""
    contract = lock_contract(actor=actor, contract_id=contract_id)
    if contract.stage not in EDITABLE:
        refusal = Refusal("flow.wrong_stage", {"step": "edit", "stage": contract.stage})
        raise Refused([refusal])
    if not is_filer(actor, contract):
        raise PermissionDenied
    content = parse_content(values)
    if contract.stage == Stage.CORRECTION:
        # The office that asked for the correction is the one to look at it.
        content = content.model_copy(update={"office": contract.office_id})
    before = content_of(contract)
    refuse_if([*against_codes(content), *_against_listings(actor, content, before)])
    changed = differences(before, content)
    if not changed:
        return contract
    refuse_stale(seen=version, current=contract.version)
    apply_content(contract, content)
    contract.version += 1
    contract.updated_at = at
    contract.save(update_fields=[*TEXT_COLUMNS, "version", "updated_at"])
    write_parts(contract, content)
    record(ContractEdited(fields=tuple(changed), **fact_values(contract)), actor=actor, at=at)
    return contract


def against_codes(content: Content) -> list[Refusal]:
    """Name what no table holds; a state secret is not even kept as a draft."""
    secret = Refusal("contracts.classified", place="is_classified")
    refusals = [secret] if content.is_classified else []
    refusals += [
        Refusal("contracts.unknown_value", place=f"parties.{index}.region")
        for index, party in enumerate(content.parties)
        if party.region and region_for(party.region) is None
    ]
    if content.industry and content.industry not in industries():
        refusals.append(Refusal("contracts.unknown_value", place="industry"))
    if content.office and not offices().filter(pk=content.office).exists():
        refusals.append(Refusal("contracts.unknown_value", place="office"))
    if content.subkind and not subkind_fits(content.kind, content.subkind, ()):
        refusals.append(Refusal("contracts.subkind_of_another", place="subkind"))
    start, end = content.effective_from, content.effective_until
    if start is not None and end is not None and start > end:
        refusals.append(Refusal("contracts.term_order", place="effective_until"))
    return refusals


def _against_listings(
    actor: Actor, content: Content, before: Content | None = None
) -> Iterator[Refusal]:
    """Refuse a need or an offer the actor may not see; one that was chosen before may stay."""
    for kind in ("need", "offer"):
        chosen = getattr(content, kind)
        if chosen is None or (before and getattr(before, kind) == chosen):
            continue
        try:
            listing_for(actor=actor, listing_id=chosen, kind=kind)
        except ObjectDoesNotExist:
            yield Refusal("contracts.unknown_value", place=kind)


def _create(
    actor: Actor, home: UUID, content: Content, key: UUID | None, at: datetime
) -> Contract:
    contract = Contract(
        organisation_id=home,
        author_id=actor.person_id,
        creation_key=key if actor.person_id else None,
        created_at=at,
        updated_at=at,
    )
    apply_content(contract, content)
    contract.save(force_insert=True)
    write_parts(contract, content)
    record(ContractDrafted(**fact_values(contract)), actor=actor, at=at)
    return contract
