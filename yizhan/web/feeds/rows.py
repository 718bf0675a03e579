"""What every feed has: one row for each record, with its latest change."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Func
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """What happened to a record last, as the public sees it; the last four take it away."""

    PUBLISHED = "published", _("发布")
    CHANGED = "changed", _("变更")
    WITHDRAWN = "withdrawn", _("撤回")
    EXPIRED = "expired", _("过期")
    HIDDEN = "hidden", _("不再公开")
    DELETED = "deleted", _("删除")


class Bound(Func):
    """The oldest transaction still running: all earlier ones are visible, and stay so.

    Evaluated in the statement that reads the rows, it speaks of the very same snapshot.
    """

    arity = 0
    template = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    output_field = models.BigIntegerField()


class Present(Func):
    """The running transaction."""

    arity = 0
    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()


class FeedRow(models.Model):
    """The latest change of one record; a record that left the public eye stays as a row.

    `position` is the number of the transaction. A later change moves the row, perhaps to a
    smaller number when an older transaction ends last; no reader can be past that number,
    because that transaction was still running.
    """

    objects: ClassVar[models.Manager[Any]]

    record_id = models.UUIDField(_("记录"), primary_key=True)
    act = models.CharField(_("变更"), max_length=10, choices=Act.choices)
    is_public = models.BooleanField(_("公开"))
    position = models.BigIntegerField(_("事务号"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        """Each feed is a table of its own, with an index on (position, record_id)."""

        abstract = True

    @classmethod
    def after(cls, place: tuple[int, Any]) -> TupleGreaterThan:
        """Select what comes after a place, in a form that the index answers."""
        return TupleGreaterThan(Tuple(models.F("position"), models.F("record_id")), place)

    @classmethod
    def before(cls, place: tuple[int, Any]) -> TupleLessThan:
        """Select what comes before a place."""
        return TupleLessThan(Tuple(models.F("position"), models.F("record_id")), place)
