"""What a merge does with the directory's own rows: roles, claims, seats, titles."""

from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from yizhan.directory.models import (
    Claim,
    Designation,
    Invitation,
    Membership,
    Organisation,
    Pair,
    Seat,
)
from yizhan.directory.services.keys import end_keys
from yizhan.directory.services.relations import (
    Absorption,
    moves_column,
    register_history,
    register_relation,
)
from yizhan.directory.stages import ClaimStage, SeatStage
from yizhan.directory.terms import Role

_LIVING = (SeatStage.INVITED, SeatStage.JOINED)


def move_memberships(absorption: Absorption) -> int:
    """Bring roles along; those of a house that nobody verified wait for approval.

    A role held in both houses is held once; the row left behind is history.
    """
    kept = Membership.objects.filter(organisation_id=absorption.kept_id)
    known = {(row.person_id, row.role): row for row in kept.select_for_update()}
    rows = Membership.objects.select_for_update().filter(
        organisation_id=absorption.absorbed_id, ended_at=None
    )
    count = 0
    for row in rows:
        twin = known.get((row.person_id, row.role))
        if twin is None:
            _bring(row, absorption)
        else:
            _unite(row, twin, absorption)
        count += 1
    return count


def _bring(row: Membership, absorption: Absorption) -> None:
    waits = row.is_active and not absorption.people_come
    row.organisation_id = absorption.kept_id
    row.is_active = row.is_active and not waits
    if waits:
        row.evidence = f"{row.role} · {absorption.absorbed_id}\n{row.evidence}".strip()
    row.save(update_fields=["organisation", "is_active", "evidence"])


def _unite(row: Membership, twin: Membership, absorption: Absorption) -> None:
    if row.is_active and absorption.people_come and not twin.is_active:
        twin.is_active, twin.ended_at = True, None
        twin.save(update_fields=["is_active", "ended_at"])
    row.is_active, row.ended_at = False, absorption.at
    row.save(update_fields=["is_active", "ended_at"])


def move_invitations(absorption: Absorption) -> int:
    """Bring invitations along; an open one sent by both, or without rights, ends."""
    rows = Invitation.objects.filter(organisation_id=absorption.absorbed_id)
    open_rows = rows.filter(answered_at=None)
    if absorption.people_come:
        kept = Invitation.objects.filter(organisation_id=absorption.kept_id, answered_at=None)
        sent = set(kept.values_list("email", "role"))
        twins = [row.pk for row in open_rows if (row.email, row.role) in sent]
        open_rows = open_rows.filter(pk__in=twins)
    open_rows.update(answered_at=absorption.at)
    return rows.update(organisation_id=absorption.kept_id)


def move_claims(absorption: Absorption) -> int:
    """Bring claims along; who claimed both houses claims one."""
    rows = Claim.objects.filter(organisation_id=absorption.absorbed_id)
    kept = Claim.objects.filter(organisation_id=absorption.kept_id, stage=ClaimStage.OPEN)
    rows.filter(stage=ClaimStage.OPEN, person_id__in=kept.values("person_id")).update(
        stage=ClaimStage.WITHDRAWN, decided_at=absorption.at
    )
    deciding = Membership.objects.filter(
        organisation_id=absorption.kept_id, role=Role.ADMINISTRATOR, is_active=True
    )
    if deciding.exists():
        rows.filter(stage=ClaimStage.OPEN).update(is_dispute=True)
    return rows.update(organisation_id=absorption.kept_id)


def move_seats(absorption: Absorption) -> int:
    """Take over the seats in alliances, once in each."""
    return _reseat(absorption, mine="member", theirs="alliance")


def move_alliance(absorption: Absorption) -> int:
    """Take over the members of an alliance, each once, and never itself."""
    return _reseat(absorption, mine="alliance", theirs="member")


def _reseat(absorption: Absorption, *, mine: str, theirs: str) -> int:
    rows = Seat.objects.filter(**{f"{mine}_id": absorption.absorbed_id})
    held = Seat.objects.filter(**{f"{mine}_id": absorption.kept_id}, stage__in=_LIVING)
    taken = set(held.values_list(f"{theirs}_id", flat=True)) | {absorption.kept_id}
    twins = rows.filter(**{f"{theirs}_id__in": taken})
    twins.filter(stage=SeatStage.INVITED).update(stage=SeatStage.WITHDRAWN)
    twins.filter(stage=SeatStage.JOINED).update(
        stage=SeatStage.LEFT, until=localdate(absorption.at)
    )
    moving: QuerySet[Seat] = rows.exclude(**{f"{theirs}_id": absorption.kept_id})
    return moving.update(**{f"{mine}_id": absorption.kept_id})


def move_titles(absorption: Absorption) -> int:
    """Bring titles along; one that both hold is held once."""
    rows = Designation.objects.filter(organisation_id=absorption.absorbed_id)
    held = Designation.objects.filter(organisation_id=absorption.kept_id, ended_at=None)
    rows.filter(ended_at=None, title_id__in=held.values("title_id")).update(
        ended_at=absorption.at
    )
    return rows.update(organisation_id=absorption.kept_id)


def drop_pairs(absorption: Absorption) -> int:
    """Forget what the merged entry looked like; the kept one is compared anew."""
    first = Pair.objects.filter(first_id=absorption.absorbed_id)
    second = Pair.objects.filter(second_id=absorption.absorbed_id)
    return int((first | second).delete()[0])


def follow_forwards(absorption: Absorption) -> int:
    """Let every earlier address lead straight to the one kept, so that no chain grows."""
    rows = Organisation.objects.filter(merged_into_id=absorption.absorbed_id)
    return rows.update(merged_into_id=absorption.kept_id, version=F("version") + 1)


def register_own() -> None:
    """Register the relations of the directory itself and of the trail below it."""
    movers = {
        "directory.Membership.organisation": move_memberships,
        "directory.Invitation.organisation": move_invitations,
        "directory.Claim.organisation": move_claims,
        "directory.ApiKey.organisation": end_keys,
        "directory.Seat.member": move_seats,
        "directory.Seat.alliance": move_alliance,
        "directory.Designation.organisation": move_titles,
        "directory.Pair.first": drop_pairs,
        "directory.Pair.second": drop_pairs,
        "directory.Organisation.merged_into": follow_forwards,
    }
    for label, move in movers.items():
        register_relation(label, move)
    for label in (
        "directory.Organisation.verified_by",
        "directory.Claim.decided_by",
        "directory.Designation.recorded_by",
        "directory.FormerName.organisation",
    ):
        register_relation(label, moves_column(label))
    for name in ("kept", "absorbed", "office"):
        register_history(f"directory.Merge.{name}", "the record of a merge is never changed")
    register_history(
        "directory.OrganisationChange.organisation",
        "the feed tells what happened to the merged one, which its readers know by its old id",
    )
    register_history("audit.Entry.organisation_id", "the chain of facts is never changed")
