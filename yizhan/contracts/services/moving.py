"""When an organisation becomes part of another, its contracts and grants go along."""

from uuid import UUID

from yizhan.contracts.models import Contract, Grant


def move_contracts(*, kept_id: UUID, absorbed_id: UUID) -> int:
    """Let every contract belong to the one kept; twins of an import lose their source."""
    columns = ("source", "external_id")
    ours = Contract.objects.filter(organisation_id=kept_id).exclude(external_id="")
    known = set(ours.values_list(*columns))
    theirs = Contract.objects.filter(organisation_id=absorbed_id).exclude(external_id="")
    twins = [pk for pk, *key in theirs.values_list("pk", *columns) if tuple(key) in known]
    Contract.objects.filter(pk__in=twins).update(external_id="")
    return Contract.objects.filter(organisation_id=absorbed_id).update(organisation_id=kept_id)


def move_grants(*, kept_id: UUID, absorbed_id: UUID) -> int:
    """Let the one kept read what the other was granted; one grant of two is enough."""
    held = Grant.objects.filter(organisation_id=kept_id).values("contract_id")
    theirs = Grant.objects.filter(organisation_id=absorbed_id)
    theirs.filter(contract_id__in=held).delete()
    return theirs.update(organisation_id=kept_id)
