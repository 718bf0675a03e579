"""Official tables: given out with a cut-off, revised by a new edition, never changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction

from yizhan.audit.services import record
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal, Refused, refuse_if
from yizhan.statistics import cubes
from yizhan.statistics.facts import TablePublished, TableRevised
from yizhan.statistics.models import PublishedTable
from yizhan.statistics.queries.official import RULES, digest_of, moved_since, past_content
from yizhan.statistics.queries.rights import may_publish
from yizhan.statistics.rules.revisions import changed_cells
from yizhan.statistics.terms import LEAST, OPEN_AXES, Axis

_WAIT = "5s"


def publish_table(*, actor: Actor, year: int, axis: str, at: datetime) -> PublishedTable:
    """Give out the first edition of a table as it stands now."""
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
        table = _write(actor, year, Axis(axis), upto, at)
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
                    digest != old.digest and moved_since(old).contracts < LEAST,
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
    """Return the highest movement, once nobody can still write one below it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{_WAIT}'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [cubes.WRITERS])
    except OperationalError as error:
        # A bulk import is running: the office tries again when it is over.
        raise Refused([Refusal("statistics.being_written")]) from error
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")
        cursor.execute("SELECT coalesce(max(id), 0) FROM statistics_movement")
        return int(cursor.fetchone()[0])


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
