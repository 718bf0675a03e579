"""Runs, what they refused, which source rows were seen before, and remembered mappings."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.imports.rules import Plan
from yizhan.imports.sheets import Layout, Overview
from yizhan.imports.stages import FLOW, WORKING, Stage


class Phase(models.TextChoices):
    """What the counters of a run speak about."""

    NONE = "", _("尚未运行")
    CHECK = "check", _("试运行")
    RUN = "run", _("导入")


class Run(models.Model):
    """One file on its way into one target.

    `owner_id` is the organisation, or the person's role where there is none: runs, mappings and
    source rows belong to it. `done` is the checkpoint; it is written in the transaction of the
    batch it counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.CharField(_("导入到"), max_length=80)
    owner_id = models.UUIDField(_("归属"), db_index=True)
    organisation_id = models.UUIDField(_("机构"), null=True)
    actor = models.JSONField(_("操作人"))
    file_name = models.CharField(_("文件名"), max_length=255)
    file_size = models.BigIntegerField(_("文件大小"))
    file_sha256 = models.CharField(_("文件散列"), max_length=64, db_index=True)
    overview = models.JSONField(_("文件概况"))
    plan = models.JSONField(_("对应关系"), default=list)
    confidence = models.JSONField(_("把握程度"), default=dict)
    stage = models.CharField(
        _("阶段"), max_length=20, choices=Stage.choices, default=Stage.UPLOADED
    )
    phase = models.CharField(_("计数对象"), max_length=10, choices=Phase.choices, blank=True)
    total = models.PositiveIntegerField(_("总行数"), default=0)
    done = models.PositiveIntegerField(_("已处理行数"), default=0)
    created = models.PositiveIntegerField(_("新增"), default=0)
    updated = models.PositiveIntegerField(_("更新"), default=0)
    unchanged = models.PositiveIntegerField(_("未变"), default=0)
    refused = models.PositiveIntegerField(_("未通过"), default=0)
    reason = models.CharField(_("中断原因"), max_length=80, blank=True)
    reason_values = models.JSONField(_("原因细节"), default=dict)
    version = models.PositiveIntegerField(_("版本"), default=1)
    uploaded_at = models.DateTimeField(_("上传时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True)
    progressed_at = models.DateTimeField(_("最近进展"), null=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta:
        """Newest first; the database keeps the flow and the sums."""

        ordering: ClassVar = ["-uploaded_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(stage__in=Stage.values), name="imports_stage_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    done=models.F("created")
                    + models.F("updated")
                    + models.F("unchanged")
                    + models.F("refused")
                ),
                name="imports_every_row_has_an_answer",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(name="flow", field="stage", transitions=FLOW.edges())
        ]
        verbose_name = _("导入")
        verbose_name_plural = _("导入")

    def __str__(self) -> str:
        """Use the name of the file."""
        return self.file_name

    def get_absolute_url(self) -> str:
        """Link to the page of the run."""
        return reverse("imports:detail", args=[self.id])

    @property
    def is_working(self) -> bool:
        """Say whether rows are being read now."""
        return self.stage in WORKING

    @property
    def percent(self) -> int:
        """Return how much is done, rounded down."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def look(self) -> Overview:
        """Return what the file looks like."""
        return Overview.from_json(self.overview)

    @property
    def layout(self) -> Layout:
        """Return how the file is read."""
        return Layout.from_json(self.overview["layout"])

    @property
    def mapping(self) -> Plan:
        """Return which column feeds which field."""
        return Plan.from_json(self.plan)


class RowProblem(models.Model):
    """Why one row was refused; the row itself stays in the file."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="problems")
    number = models.PositiveIntegerField(_("行号"))
    refusals = models.JSONField(_("原因"))

    class Meta:
        """One entry for a row, in the order of the file."""

        ordering: ClassVar = ["run_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="imports_problem_once")
        ]
        verbose_name = _("问题行")
        verbose_name_plural = _("问题行")

    def __str__(self) -> str:
        """Name the row."""
        return str(self.number)


class SourceRow(models.Model):
    """A row seen before: what was made of it, and its content then.

    `key` and `content` are digests; equal content means there is nothing to do.
    """

    owner_id = models.UUIDField(_("归属"))
    target = models.CharField(_("导入到"), max_length=80)
    key = models.UUIDField(_("来源标识"))
    content = models.UUIDField(_("内容散列"))
    subject_id = models.UUIDField(_("对象"), null=True)
    run_id = models.UUIDField(_("最近导入"))

    class Meta:
        """A source row belongs to one owner; the key holds the target already."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner_id", "key"], name="imports_source_row_once")
        ]
        verbose_name = _("来源行")
        verbose_name_plural = _("来源行")

    def __str__(self) -> str:
        """Use the key."""
        return str(self.key)


class Mapping(models.Model):
    """A mapping somebody corrected, kept for the next file with the same headers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_id = models.UUIDField(_("归属"))
    target = models.CharField(_("导入到"), max_length=80)
    fingerprint = models.CharField(_("表头指纹"), max_length=64)
    columns = models.JSONField(_("表头"))
    plan = models.JSONField(_("对应关系"))
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        """One mapping for a set of headers."""

        ordering: ClassVar = ["-saved_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner_id", "target", "fingerprint"], name="imports_mapping_once"
            )
        ]
        verbose_name = _("列对应")
        verbose_name_plural = _("列对应")

    def __str__(self) -> str:
        """Name the headers."""
        return "、".join(self.columns)[:200]
