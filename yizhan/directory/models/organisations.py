"""Organisations: legal persons and public bodies, and the names they had before."""

import uuid
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yizhan.directory.models.expressions import BodyCode, Grams, NameKey, SearchText, Site
from yizhan.directory.models.places import Industry, Region
from yizhan.directory.stages import FLOW, Verification
from yizhan.directory.terms import Field, Kind, Level, Size

# What words are looked for in; the index and the search must say the same.
SEARCHED = SearchText(
    F("name"), F("name_en"), F("uscc"), F("former_code"), F("aliases"), F("about")
)
_ONCE = """
IF NEW.merged_into_id IS NULL THEN
    RAISE EXCEPTION 'a merge is not taken back';
END IF;
IF EXISTS (
    SELECT 1 FROM directory_organisation
    WHERE id = NEW.merged_into_id AND merged_into_id IS NOT NULL
) THEN
    RAISE EXCEPTION 'merged into what is merged itself';
END IF;
RETURN NEW;
"""


class Organisation(models.Model):
    """A legal person or public body: whoever needs, offers, serves or steers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("名称"), max_length=200)
    name_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    kind = models.CharField(_("类型"), max_length=30, choices=Kind.choices)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    former_code = models.CharField(_("原组织机构代码"), max_length=10, blank=True)
    registered_on = models.DateField(_("登记设立日期"), null=True, blank=True)
    size = models.CharField(_("规模"), max_length=10, choices=Size.choices, blank=True)
    is_rd_type = models.BooleanField(_("研发型企业"), default=False)
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices, blank=True)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("地区")
    )
    industry = models.ForeignKey(
        Industry,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("行业"),
    )
    fields = ArrayField(
        models.CharField(max_length=2, choices=Field.choices),
        verbose_name=_("技术领域"),
        default=list,
        blank=True,
    )
    about = models.TextField(_("简介"), blank=True)
    about_en = models.TextField(_("英文简介"), blank=True)
    website = models.URLField(_("网址"), blank=True)
    verification = models.CharField(
        _("核实状态"),
        max_length=12,
        choices=Verification.choices,
        default=Verification.UNVERIFIED,
    )
    verified_at = models.DateTimeField(_("核实时间"), null=True, blank=True)
    verified_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("核实机构"),
    )
    verified_how = models.CharField(_("核实方式"), max_length=200, blank=True)
    # Set when the organisation begins to wait for a verifier; lists what is overdue.
    waiting_since = models.DateTimeField(_("待核实起"), null=True, blank=True)
    # A merged organisation is no longer shown; its address leads to this one.
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("并入"),
    )
    aliases = models.TextField(_("曾用名称与代码"), blank=True)
    name_key = models.GeneratedField(
        expression=NameKey(F("name")), output_field=models.TextField(), db_persist=True
    )
    body_code = models.GeneratedField(
        expression=BodyCode(F("uscc"), F("former_code")),
        output_field=models.TextField(),
        db_persist=True,
    )
    site = models.GeneratedField(
        expression=Site(F("website")), output_field=models.TextField(), db_persist=True
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    created_at = models.DateTimeField(_("建立时间"))

    class Meta:
        """By name; a code belongs to one organisation."""

        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["uscc"], condition=~Q(uscc=""), name="directory_uscc_once"
            ),
            models.CheckConstraint(
                condition=~Q(verification=Verification.VERIFIED) | Q(verified_at__isnull=False),
                name="directory_verified_has_time",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="directory_not_merged_into_itself",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "region"], name="directory_kind_region"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="directory_name_trgm"),
            GinIndex(
                fields=["name_key"], opclasses=["gin_trgm_ops"], name="directory_key_trgm"
            ),
            GinIndex(Grams(SEARCHED), name="directory_grams", fastupdate=False),
            models.Index(fields=["name_key"], name="directory_name_key"),
            models.Index(
                fields=["body_code"], condition=~Q(body_code=""), name="directory_body_code"
            ),
            models.Index(fields=["site"], condition=~Q(site=""), name="directory_site"),
            models.Index(F("created_at").desc(), F("id"), name="directory_newest"),
            models.Index(fields=["name", "id"], name="directory_by_name"),
            models.Index(
                F("verified_at").desc(nulls_last=True), F("id"), name="directory_verified_last"
            ),
            models.Index(
                fields=["waiting_since"],
                condition=Q(waiting_since__isnull=False),
                name="directory_waiting",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(name="flow", field="verification", transitions=FLOW.edges()),
            # A merge is not taken back, and nothing is merged into what is merged itself:
            # so no address ever leads in a circle.
            pgtrigger.Trigger(
                name="merged_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id"
                ),
                func=_ONCE,
            ),
        ]
        verbose_name = _("机构")
        verbose_name_plural = _("机构")

    def __str__(self) -> str:
        """Use the legal name; in English the English one where given."""
        if (get_language() or "").startswith("en") and self.name_en:
            return self.name_en
        return self.name

    def get_absolute_url(self) -> str:
        """Link to the page of the organisation."""
        return reverse("directory:organisation-detail", args=[self.id])

    @property
    def is_verified(self) -> bool:
        """Say whether somebody vouched for the identity."""
        return self.verification == Verification.VERIFIED


class FormerName(models.Model):
    """A name or code that an organisation had, or that was merged into it; still found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="former_names"
    )
    name = models.CharField(_("名称"), max_length=200)
    code = models.CharField(_("代码"), max_length=18, blank=True)
    until = models.DateTimeField(_("使用至"))
    is_merged = models.BooleanField(_("因合并"), default=False)

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-until", "id"]
        verbose_name = _("曾用名称")
        verbose_name_plural = _("曾用名称")

    def __str__(self) -> str:
        """Use the name."""
        return self.name
