"""The change feed of organisations; triggers write it, nobody else."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yizhan.web.feeds import FeedRow


class OrganisationChange(FeedRow):
    """The latest change of an organisation that is or was public.

    `organisation` repeats the key, so that one statement reads change and organisation.
    """

    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("机构"),
    )
    kind = models.CharField(_("类型"), max_length=30)
    province = models.CharField(_("省份"), max_length=2)

    class Meta:
        """In the order they are read."""

        ordering: ClassVar = ["position", "record_id"]
        indexes: ClassVar = [
            models.Index(fields=["position", "record_id"], name="directory_change_position"),
        ]
        verbose_name = _("机构变更")
        verbose_name_plural = _("机构变更")

    def __str__(self) -> str:
        """Say what happened to which."""
        return f"{self.act} {self.record_id}"
