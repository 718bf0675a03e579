"""Official tables: given out with a cut-off, revised by a new edition, never changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizhan.audit.services import record
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused, refuse_if
from yizhan.statistics.facts import TablePublished, TableRevised
from yizhan.statistics.models import Movement, PublishedTable
from yizhan.statistics.queries.beside import is_too_close, last_shown
from yizhan.statistics.queries.cells import years_counted
from yizhan.statistics.queries.official import RULES, digest_of, moved_since, past_content
from yizhan.statistics.queries.rights import may_publish
from yizhan.statistics.rules.revisions import changed_cells
from yizhan.statistics.services.editions import open_edition
from yizhan.statistics.services.history import cut_off
from yizhan.statistics.terms import LEAST, OPEN_AXES, Axis

_WAIT = "5s"


def publish_table(*, actor: Actor, year: int, axis: str, at: datetime) -> PublishedTable:
    """Give out the first edition of a table as it stands now.

    Where only one or two contracts have moved since other figures of the year were shown, it
    is cut off where those were: beside them it would tell what the contracts are about.
    """
    _refuse_strangers(actor)
    with transaction.atomic():
        upto = _cut_off()
        refuse_if(
            refusal
            for is_so, refusal in (
                (axis not in OPEN_AXES, Refusal("statistics.unknown_table")),
                (not 1900 < year <= at.year, Refusal("statistics.year_to_come")),
                (
                    PublishedTable.objects.filter(year=year, axis=axis).exists(),
                    Refusal("statistics.already_published"),
                ),
            )
            if is_so
        )
        upto, cut_off_at = _beside(year, upto, at)
        table = _write(actor, year, Axis(axis), upto, cut_off_at)
        record(
            TablePublished(
                subject_id=table.id, year=year, axis=axis, rows=table.rows, digest=table.digest
            ),
            actor=actor,
            at=at,
        )
    return table


def revise_table(*, actor: Actor, table_id: UUID, reason: str, at: datetime) -> PublishedTable:
    """Give out a new edition that names the old one and lists what differs."""
    _refuse_strangers(actor)
    with transaction.atomic():
        upto = _cut_off()
        old = PublishedTable.objects.select_for_update().get(pk=table_id)
        digest, _rows = digest_of(old.year, upto=upto)
        refuse_if(
            refusal
            for is_so, refusal in (
                (not reason.strip(), Refusal("statistics.reason_wanted", place="reason")),
                (
                    PublishedTable.objects.filter(revises=old).exists(),
                    Refusal("statistics.revised_already"),
                ),
                (digest == old.digest, Refusal("statistics.nothing_changed")),
                # The differences would be the figures of one or two contracts.
                (
                    digest != old.digest
                    and (
                        moved_since(old).contracts < LEAST or is_too_close(old.year, upto=upto)
                    ),
                    Refusal("statistics.too_few_moved", {"least": LEAST}),
                ),
            )
            if is_so
        )
        table = _write(actor, old.year, Axis(old.axis), upto, at, old=old, reason=reason)
        record(
            TableRevised(
                subject_id=table.id,
                year=old.year,
                axis=old.axis,
                edition=table.edition,
                revises=old.id,
                reason=reason,
                digest=table.digest,
            ),
            actor=actor,
            at=at,
        )
    return table


def _refuse_strangers(actor: Actor) -> None:
    if not may_publish(actor):
        raise PermissionDenied


def _cut_off() -> int:
    upto = cut_off(wait=_WAIT)
    if upto is None:
        # A bulk import is running: the office tries again when it is over.
        raise Refused([Refusal("statistics.being_written")])
    return upto


def _beside(year: int, upto: int, at: datetime) -> tuple[int, datetime]:
    if year in years_counted():
        open_edition(year=year, at=at)
    if not is_too_close(year, upto=upto):
        return upto, at
    shown = last_shown(year)
    moment = Movement.objects.filter(pk__lte=shown).order_by("-pk").values_list("at", flat=True)
    return shown, moment.first() or at


def _write(
    actor: Actor,
    year: int,
    axis: Axis,
    upto: int,
    at: datetime,
    *,
    old: PublishedTable | None = None,
    reason: str = "",
) -> PublishedTable:
    digest, rows = digest_of(year, upto=upto)
    content: Mapping[str, Any] = past_content(year, axis, upto=upto)
    return PublishedTable.objects.create(
        id=uuid4(),
        year=year,
        axis=axis,
        edition=old.edition + 1 if old else 1,
        revises=old,
        cut_off=at,
        upto=upto,
        rules=RULES,
        rows=rows,
        digest=digest,
        content=content,
        changes=changed_cells(old.content, content) if old else [],
        reason=reason.strip(),
        published_by=actor.label,
    )
