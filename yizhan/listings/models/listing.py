"""The table of listings."""

import uuid
from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.directory.terms import Field
from yizhan.listings.stages import FLOW, IN_REVIEW, LIVE, OPEN, Stage
from yizhan.listings.terms import PUBLIC_MONEY, Kind, Mode

_PUBLIC_MONEY = ", ".join(f"'{source}'" for source in sorted(PUBLIC_MONEY))


class Listing(models.Model):
    """A need, an offer or a service.

    What all three share, and what lists filter and sort by, is a column; what only one kind
    has (terms and shapes in `details.py`) is in `details`. `indicators` is a list of
    {name, comparator, value, value_max, unit, method, measured_by, measured_on, alternative},
    numbers as strings. `visibility` maps a field of `terms.CONFIDENTIAL` to who may read it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The search index speaks 64-bit integers; the number never leaves the installation.
    serial = models.BigIntegerField(
        _("内部序号"),
        unique=True,
        editable=False,
        db_default=Func(Value("listings_serial"), function="nextval"),
    )
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    number = models.CharField(_("编号"), max_length=24, unique=True)
    stage = models.CharField(
        _("阶段"), max_length=12, choices=Stage.choices, default=Stage.DRAFT
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("机构"),
    )
    author_id = models.UUIDField(_("填报人"), null=True, blank=True)
    # The same form sent twice carries the same key and makes one listing.
    creation_key = models.UUIDField(_("建立凭据"), null=True, blank=True, editable=False)
    # Where an imported row came from; the same row imported again is the same listing.
    source = models.CharField(_("来源"), max_length=60, blank=True)
    external_id = models.CharField(_("来源编号"), max_length=120, blank=True)
    is_anonymous = models.BooleanField(_("匿名发布"), default=False)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")

    title = models.CharField(_("标题"), max_length=120)
    summary = models.TextField(_("说明"), blank=True)
    keywords = ArrayField(
        models.CharField(max_length=40), verbose_name=_("关键词"), default=list, blank=True
    )
    region = models.ForeignKey(
        "directory.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("地区")
    )
    industry = models.ForeignKey(
        "directory.Industry",
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
    modes = ArrayField(
        models.CharField(max_length=30, choices=Mode.choices),
        verbose_name=_("合作方式"),
        default=list,
        blank=True,
    )
    trl_min = models.PositiveSmallIntegerField(_("技术就绪度下限"), null=True, blank=True)
    trl_max = models.PositiveSmallIntegerField(_("技术就绪度上限"), null=True, blank=True)
    price_min = models.DecimalField(
        _("金额下限"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    price_max = models.DecimalField(
        _("金额上限"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    deadline = models.DateField(_("截止日期"), null=True, blank=True)
    indicators = models.JSONField(_("指标"), default=list, blank=True)
    details = models.JSONField(_("分类内容"), default=dict, blank=True)
    visibility = models.JSONField(_("可见范围"), default=dict, blank=True)

    return_reasons = models.JSONField(_("退回原因"), default=dict, blank=True)
    created_at = models.DateTimeField(_("建立时间"))
    updated_at = models.DateTimeField(_("更新时间"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("最近确认"), null=True, blank=True)
    concluded_at = models.DateTimeField(_("达成时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    due_at = models.DateTimeField(_("到期时间"), null=True, blank=True)
    # Ranked lower since then, because nobody answered whether it is still true.
    demoted_at = models.DateTimeField(_("降序时间"), null=True, blank=True)
    # The listing of which a reviewer found this one to be a copy.
    origin = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="copies",
        null=True,
        blank=True,
        verbose_name=_("原始信息"),
    )

    class Meta:
        """Newest first; the database keeps what the forms promise."""

        ordering: ClassVar = ["-published_at", "-serial"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="listings_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values), name="listings_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(trl_min__isnull=True)
                | Q(trl_min__gte=1, trl_max__lte=9, trl_min__lte=F("trl_max")),
                name="listings_trl_in_range",
            ),
            models.CheckConstraint(
                condition=Q(price_min__isnull=True) | Q(price_min__gte=0),
                name="listings_price_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(price_min__isnull=True)
                | Q(price_max__isnull=True)
                | Q(price_min__lte=F("price_max")),
                name="listings_price_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=OPEN) | Q(published_at__isnull=False),
                name="listings_open_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=IN_REVIEW) | Q(submitted_at__isnull=False),
                name="listings_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.CONCLUDED) | Q(concluded_at__isnull=False),
                name="listings_concluded_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(origin=F("id")), name="listings_not_its_own_copy"
            ),
            models.UniqueConstraint(
                fields=["author_id", "creation_key"],
                condition=Q(creation_key__isnull=False),
                name="listings_created_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "source", "external_id"],
                condition=~Q(external_id=""),
                name="listings_imported_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "stage", "-published_at"], name="listings_kind_stage"),
            models.Index(fields=["organisation", "kind", "stage"], name="listings_own"),
            models.Index(fields=["kind", "region"], name="listings_kind_region"),
            models.Index(fields=["due_at"], condition=Q(stage__in=LIVE), name="listings_due"),
            models.Index(
                fields=["confirmed_at"],
                condition=Q(stage__in=OPEN),
                name="listings_confirmed",
            ),
            GinIndex(fields=["fields"], name="listings_fields"),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(name="flow", field="stage", transitions=FLOW.edges()),
            # The flow knows stages, not money: without this one pair of eyes would do.
            pgtrigger.Protect(
                name="second_eyes",
                operation=pgtrigger.UpdateOf("stage"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Condition(
                    "OLD.stage = 'submitted' AND NEW.stage = 'published'"
                    f" AND NEW.details->>'funding_source' IN ({_PUBLIC_MONEY})"
                ),
            ),
        ]
        verbose_name = _("信息")
        verbose_name_plural = _("信息")

    def __str__(self) -> str:
        """Use the title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Link to the page of the listing."""
        return reverse(f"listings:{self.kind}-detail", args=[self.id])

    @property
    def is_open(self) -> bool:
        """Say whether everybody may read the public fields."""
        return self.stage in OPEN

    def detail(self, name: str) -> Any:
        """Return one of the fields that only this kind has, or nothing."""
        return self.details.get(name, "")
