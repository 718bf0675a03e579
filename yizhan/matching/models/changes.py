"""The outbox that feeds the index; triggers write it inside the changing transaction."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """A listing whose public face may have changed.

    `position` is the number of the transaction that changed it. Ids are handed out before
    commit and may become visible out of order; whether a transaction has ended can be told
    from the snapshot, so a reader by position never passes over a row that comes late.
    """

    kind = models.CharField(_("类别"), max_length=10)
    listing_id = models.UUIDField(_("信息"))
    serial = models.BigIntegerField(_("内部序号"))
    position = models.BigIntegerField(_("事务号"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        """In the order they are read."""

        ordering: ClassVar = ["position", "id"]
        indexes: ClassVar = [
            models.Index(fields=["position", "id"], name="matching_change_position"),
        ]
        verbose_name = _("索引变更")
        verbose_name_plural = _("索引变更")

    def __str__(self) -> str:
        """Name the listing."""
        return f"{self.kind} {self.serial}"


class Horizon(models.Model):
    """How far the outbox has been cleared: an index that stands before it must be rebuilt."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    cleared = models.BigIntegerField(_("已清除至"), default=0)

    class Meta:
        """There is one row."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="matching_one_horizon"),
        ]
        verbose_name = _("变更清除界限")
        verbose_name_plural = _("变更清除界限")

    def __str__(self) -> str:
        """Show the position."""
        return str(self.cleared)
