"""Taking over contracts that were registered before the platform, many at once."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Min
from django.utils.timezone import localdate

from yizhan.audit.services import record
from yizhan.contracts.facts import PastContractsImported
from yizhan.contracts.models import Contract, Decision, Office
from yizhan.contracts.past import storing
from yizhan.contracts.past.rules import (
    LICENCE,
    PastContract,
    against,
    fitted,
    parts_of,
    repeated,
)
from yizhan.contracts.past.storing import PastRow
from yizhan.contracts.stages import IMPORT, REGISTER, SUPERVISE, Stage
from yizhan.contracts.terms import LICENCES, SUB_KINDS, Act
from yizhan.directory.queries import ids_by_uscc, verified_among
from yizhan.kernel.actors import MACHINE, Actor
from yizhan.kernel.refusals import Refusal
from yizhan.policy.queries import Silent, kinds_on, regime_on

CREATED, UPDATED, REFUSED = "created", "updated", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One row with the contract it became in an earlier import, if it did."""

    contract: PastContract
    contract_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAnswer:
    """What became of a row: created, updated or refused with its reasons."""

    result: str
    contract_id: UUID | None = None
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the batch needs of the database, read once."""

    offices: Mapping[tuple[str, str], Office]
    own: Office | None
    houses: Mapping[str, UUID]
    verified: frozenset[UUID]
    begun: Mapping[int, date]
    taken: Mapping[str, UUID]
    untouched: frozenset[UUID]
    twice: frozenset[str]


@transaction.atomic
def import_past_contracts(
    rows: Sequence[Past], *, actor: Actor, home: UUID | None, at: datetime
) -> list[PastAnswer]:
    """Store rows as registered contracts under their old numbers; answer each in order.

    `home` is the organisation whose import it is: its office stands in for one that is not on
    the platform, and holds what no known seller owns. Unknown parties keep their names only.
    """
    if not (actor.may(IMPORT) or actor.may(REGISTER)):
        raise PermissionDenied
    today = localdate(at)
    known = _read(rows, home)
    answers: list[PastAnswer] = []
    fresh: list[PastRow] = []
    changed: list[PastRow] = []
    for row in rows:
        made, refusals = _checked(row, known, actor=actor, home=home)
        refusals = (*against(row.contract, today=today), *refusals)
        if made is None or refusals:
            answers.append(PastAnswer(result=REFUSED, refusals=refusals))
        elif row.contract_id is None:
            fresh.append(made)
            answers.append(PastAnswer(result=CREATED, contract_id=made.id))
        else:
            changed.append(made)
            answers.append(PastAnswer(result=UPDATED, contract_id=made.id))
    _store(fresh, changed, actor=actor, home=home, at=at)
    return answers


def _store(
    fresh: Sequence[PastRow],
    changed: Sequence[PastRow],
    *,
    actor: Actor,
    home: UUID | None,
    at: datetime,
) -> None:
    storing.insert(fresh, at=at)
    storing.update(changed, at=at)
    storing.raise_series((row.office_id, parts_of(row.contract.number)) for row in fresh)
    if fresh or changed:
        fact = PastContractsImported(
            subject_id=home or MACHINE,
            organisation_id=home,
            source=next(row.contract.source for row in (*fresh, *changed)),
            count=len(fresh) + len(changed),
        )
        record(fact, actor=actor, at=at)


def _read(rows: Sequence[Past], home: UUID | None) -> _Known:
    contracts = [row.contract for row in rows]
    offices = list(Office.objects.select_related("organisation"))
    codes = {party.code for one in contracts for party in (one.seller, one.buyer) if party.code}
    taken = Contract.objects.filter(number__in=[one.number for one in contracts])
    again = [row.contract_id for row in rows if row.contract_id]
    houses = ids_by_uscc(codes) if codes else {}
    return _Known(
        offices={(office.prefix, office.code): office for office in offices},
        own=next((one for one in offices if home and one.organisation_id == home), None),
        houses=houses,
        verified=verified_among(houses.values()),
        begun=_begun(home),
        taken={str(number): pk for number, pk in taken.values_list("number", "pk")},
        untouched=_untouched(again),
        twice=frozenset(repeated(contracts)),
    )


def _begun(home: UUID | None) -> Mapping[int, date]:
    """Return the day each office of a house first registered on the platform."""
    if home is None:
        return {}
    acts = Decision.objects.filter(
        act=Act.REGISTER, contract__office__organisation_id=home
    ).order_by()
    rows = acts.values_list("contract__office_id").annotate(first=Min("at"))
    return {office: localdate(first) for office, first in rows}


def _untouched(ids: Iterable[UUID]) -> frozenset[UUID]:
    wanted = list(ids)
    if not wanted:
        return frozenset()
    decided = Decision.objects.filter(contract__in=wanted)
    found = Contract.objects.filter(pk__in=wanted, version=1, stage=Stage.REGISTERED)
    return frozenset(
        found.exclude(pk__in=decided.values("contract_id")).values_list("pk", flat=True)
    )


def _checked(
    row: Past, known: _Known, *, actor: Actor, home: UUID | None
) -> tuple[PastRow | None, tuple[Refusal, ...]]:
    try:
        regime = regime_on(row.contract.judged_on)
        kinds = kinds_on(row.contract.judged_on)
    except Silent as silent:
        day = {"day": silent.day.isoformat()}
        return None, (Refusal("contracts.past_before_the_law", day, place="registered_on"),)
    contract = fitted(row.contract, licences=LICENCES, has_licences=LICENCE in kinds)
    office = _office(contract, known)
    refusals = (
        *_against_kind(contract),
        *_against_number(row, known),
        *_against_office(contract, office, actor, home),
        *_against_day(contract, office, known, actor),
    )
    if refusals or office is None:
        return None, refusals
    seller = known.houses.get(contract.seller.code)
    # Who only typed the code of the seller does not own its contracts.
    owner = seller if seller in known.verified else None
    return PastRow(
        id=row.contract_id or uuid.uuid4(),
        contract=contract,
        office_id=office.pk,
        organisation_id=owner or office.organisation_id,
        seller_id=seller,
        buyer_id=known.houses.get(contract.buyer.code),
        regime=regime,
    ), ()


def _against_kind(contract: PastContract) -> Iterable[Refusal]:
    allowed = set(SUB_KINDS[contract.kind]) | {""}
    if contract.kind == "assignment":
        allowed |= LICENCES
    if contract.subkind not in allowed:
        yield Refusal("contracts.past_subkind_of_other_kind", place="subkind")


def _against_number(row: Past, known: _Known) -> Iterable[Refusal]:
    number = {"number": row.contract.number}
    holder = known.taken.get(row.contract.number)
    if row.contract.number in known.twice:
        yield Refusal("contracts.past_number_repeated", number, place="number")
    if holder is not None and holder != row.contract_id:
        yield Refusal("contracts.past_number_taken", number, place="number")
    if row.contract_id is not None and (
        holder is None or row.contract_id not in known.untouched
    ):
        yield Refusal("contracts.past_changed_since", place="number")


def _office(contract: PastContract, known: _Known) -> Office | None:
    if len(contract.number) not in {14, 16} or not contract.number.isdigit():
        return known.own
    parts = parts_of(contract.number)
    return known.offices.get((parts.prefix, parts.code), known.own)


def _against_office(
    contract: PastContract, office: Office | None, actor: Actor, home: UUID | None
) -> Iterable[Refusal]:
    if office is None:
        parts = contract.number[-12:-6]
        yield Refusal("contracts.past_no_office", {"office": parts}, place="number")
    elif office.organisation_id != home and not _reaches(actor, office):
        yield Refusal("contracts.past_other_office", {"office": office.name}, place="number")


def _against_day(
    contract: PastContract, office: Office | None, known: _Known, actor: Actor
) -> Iterable[Refusal]:
    """Refuse what the office should have decided here, with conditions and by two."""
    begun = known.begun.get(office.pk) if office else None
    if begun is not None and contract.registered_on >= begun and not actor.may(IMPORT):
        day = {"day": begun.isoformat()}
        yield Refusal("contracts.past_not_past", day, place="registered_on")


def _reaches(actor: Actor, office: Office) -> bool:
    if actor.may(IMPORT) and actor.region == "":
        return True
    return (
        actor.may(SUPERVISE)
        and actor.region is not None
        and office.region_id.startswith(actor.region)
    )
