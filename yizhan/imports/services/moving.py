"""When an organisation becomes part of another, its files, mappings and known rows go along."""

from uuid import UUID

from django.db.models import QuerySet

from yizhan.imports.models import Mapping, Run, SourceRow


def move_owner(*, kept_id: UUID, absorbed_id: UUID) -> int:
    """Let everything belong to the one kept; what both have, it has already."""
    _without_twins(SourceRow.objects.all(), ("key",), kept_id, absorbed_id)
    _without_twins(Mapping.objects.all(), ("target", "fingerprint"), kept_id, absorbed_id)
    count = SourceRow.objects.filter(owner_id=absorbed_id).update(owner_id=kept_id)
    count += Mapping.objects.filter(owner_id=absorbed_id).update(owner_id=kept_id)
    for run in Run.objects.filter(owner_id=absorbed_id).select_for_update():
        run.owner_id, run.organisation_id = kept_id, kept_id
        run.actor = {**run.actor, "organisation_id": str(kept_id)}
        run.save(update_fields=["owner_id", "organisation_id", "actor"])
        count += 1
    return count


def _without_twins(
    rows: QuerySet[Mapping] | QuerySet[SourceRow],
    columns: tuple[str, ...],
    kept_id: UUID,
    absorbed_id: UUID,
) -> None:
    held = set(rows.filter(owner_id=kept_id).values_list(*columns))
    twins = [
        pk
        for pk, *values in rows.filter(owner_id=absorbed_id).values_list("pk", *columns)
        if tuple(values) in held
    ]
    rows.filter(pk__in=twins).delete()
