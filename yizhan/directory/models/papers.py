"""Papers that a claimant shows: an authorisation, a licence, a letter of employment."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yizhan.directory.models.claims import Claim


class ClaimPaper(models.Model):
    """One file, for the verifiers of the claim only; `sha256` names it in the store."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, related_name="papers", verbose_name=_("认领")
    )
    name = models.CharField(_("文件名"), max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("大小"))
    media_type = models.CharField(_("类型"), max_length=40)
    added_at = models.DateTimeField(_("上传时间"))

    class Meta:
        """Oldest first; the same file once."""

        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["claim", "sha256"], name="directory_claim_paper_once"
            )
        ]
        verbose_name = _("认领材料")
        verbose_name_plural = _("认领材料")

    def __str__(self) -> str:
        """Show the name of the file."""
        return self.name
