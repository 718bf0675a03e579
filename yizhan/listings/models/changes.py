"""The change feed of listings; triggers write it, nobody else."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from yizhan.listings.terms import Kind
from yizhan.web.feeds import FeedRow


class ListingChange(FeedRow):
    """The latest change of a listing that is or was public.

    What it is sorted by stands here too, as it was when everybody could last read it, so that
    who follows one kind, field or province hears of the end as well. `listing` repeats the
    key, so that one statement reads change and listing; of what is gone it finds nothing.
    """

    listing = models.ForeignKey(
        "listings.Listing",
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("信息"),
    )
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    fields = ArrayField(models.CharField(max_length=2), verbose_name=_("技术领域"))
    province = models.CharField(_("省份"), max_length=2)

    class Meta:
        """In the order they are read."""

        ordering: ClassVar = ["position", "record_id"]
        indexes: ClassVar = [
            models.Index(fields=["position", "record_id"], name="listings_change_position"),
            models.Index(fields=["kind", "position", "record_id"], name="listings_change_kind"),
        ]
        verbose_name = _("信息变更")
        verbose_name_plural = _("信息变更")

    def __str__(self) -> str:
        """Say what happened to which."""
        return f"{self.act} {self.record_id}"
