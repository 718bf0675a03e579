"""Who may see which contract, its amounts and papers, and take which step."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from yizhan.contracts.models import Contract, Grant, Office, Party
from yizhan.contracts.stages import CLOCK, FLOW, REGISTER, SUPERVISE, TAX, WRITE, Stage
from yizhan.directory.queries import own_ids
from yizhan.directory.stages import Verification
from yizhan.kernel.actors import Actor

_FILED = Q(submitted_at__isnull=False)


def visible_to(actor: Actor) -> QuerySet[Contract]:
    """Return the contracts the actor may see: its own and, once filed, those it has to do with.

    Filed ones are seen by every party, by the office, by who supervises the office's region,
    and by a tax or finance office while it is granted.
    """
    if actor.may(CLOCK):
        return Contract.objects.all()
    seen = Q(pk__in=[])
    mine = actor.organisation_id
    if mine is not None and actor.may(WRITE):
        parties = _parties_of(mine)
        seen |= Q(organisation_id=mine)
        seen |= _FILED & Q(pk__in=parties.values("contract_id"))
    if mine is not None and actor.may(REGISTER):
        offices = Office.objects.filter(organisation_id=mine)
        seen |= _FILED & Q(office__in=offices.values("pk"))
    if actor.may(SUPERVISE) and actor.region is not None:
        offices = Office.objects.filter(region__code__startswith=actor.region)
        seen |= _FILED & Q(office__in=offices.values("pk"))
    if mine is not None and actor.may(TAX):
        granted = Grant.objects.filter(organisation_id=mine)
        running = granted.filter(Q(until=None) | Q(until__gt=Now()))
        seen |= _FILED & Q(pk__in=running.values("contract_id"))
    return Contract.objects.filter(seen)


def owned_by(actor: Actor) -> QuerySet[Contract]:
    """Return what the actor's own organisation filed, drafts included."""
    if actor.organisation_id is None or not actor.may(WRITE):
        return Contract.objects.none()
    return Contract.objects.filter(organisation_id=actor.organisation_id)


def is_filer(actor: Actor, contract: Contract) -> bool:
    """Say whether the actor writes for the organisation that filed the contract."""
    mine = actor.organisation_id
    return mine is not None and contract.organisation_id == mine and actor.may(WRITE)


def is_party(actor: Actor, contract: Contract) -> bool:
    """Say whether the actor writes for the filer or for any side of the contract."""
    if is_filer(actor, contract):
        return True
    mine = actor.organisation_id
    if mine is None or not actor.may(WRITE):
        return False
    return _parties_of(mine).filter(contract=contract).exists()


def is_registrar(actor: Actor, contract: Contract) -> bool:
    """Say whether the actor registers for the office of the contract."""
    office = contract.office
    mine = actor.organisation_id
    return (
        actor.may(REGISTER)
        and mine is not None
        and office is not None
        and office.organisation_id == mine
    )


def is_supervisor(actor: Actor, contract: Contract) -> bool:
    """Say whether the contract's office lies in the actor's reach."""
    reach, office = actor.region, contract.office
    return (
        actor.may(SUPERVISE)
        and reach is not None
        and office is not None
        and str(office.region_id).startswith(reach)
    )


def has_interest(actor: Actor, contract: Contract) -> bool:
    """Say whether the person stands for a party, in whatever role: then it may not decide."""
    own = own_ids(actor)
    if contract.organisation_id in own:
        return True
    return Party.objects.filter(contract=contract, organisation_id__in=own).exists()


def _parties_of(organisation_id: UUID) -> QuerySet[Party]:
    """Return where a house stands in contracts of others, once somebody verified who it is.

    Parties are matched by their code, and anybody may type the code of anybody.
    """
    return Party.objects.filter(
        organisation_id=organisation_id, organisation__verification=Verification.VERIFIED
    )


def may_take(actor: Actor, contract: Contract, permission: str) -> bool:
    """Say whether a step that asks for the permission is the actor's to take."""
    if permission == WRITE:
        return is_filer(actor, contract)
    if permission == REGISTER:
        return is_registrar(actor, contract)
    if permission == SUPERVISE:
        return is_supervisor(actor, contract)
    return actor.may(permission)


def open_steps(actor: Actor, contract: Contract) -> list[str]:
    """Name the steps the actor may take now, in the order of the flow."""
    held = {one for one in (WRITE, REGISTER) if may_take(actor, contract, one)}
    if REGISTER in held and has_interest(actor, contract):
        held -= {REGISTER}
    steps = FLOW.open_to(stage=contract.stage, permissions=held)
    me = actor.person_id or actor.id
    if contract.stage == Stage.PROPOSED and contract.registrar_id == me:
        return []
    if contract.stage == Stage.REVIEWING and contract.registrar_id != me:
        return [step for step in steps if step == "take"]
    if contract.stage == Stage.REVIEWING:
        alone = {"register", "refuse"} if contract.second_because else {"propose"}
        return [step for step in steps if step not in alone | {"take"}]
    return steps
