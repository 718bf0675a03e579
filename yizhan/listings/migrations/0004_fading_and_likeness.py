"""Rounds of asking whether a listing is still true, keys and pairs of listings that say the same.

A listing that nobody confirms is demoted, then hidden; a copy points to its origin.
"""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("listings", "0003_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="上次确认")),
                ("asked_at", models.DateTimeField(verbose_name="询问时间")),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="提醒时间"),
                ),
                (
                    "demoted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="降序时间"),
                ),
                (
                    "hidden_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="暂停展示时间"),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="答复时间"),
                ),
                ("answer", models.CharField(blank=True, max_length=12, verbose_name="答复")),
                (
                    "due_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="下一步时间"),
                ),
            ],
            options={
                "verbose_name": "确认",
                "verbose_name_plural": "确认",
                "ordering": ["-asked_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Likeness",
            fields=[
                (
                    "listing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="likeness",
                        serialize=False,
                        to="listings.listing",
                        verbose_name="信息",
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="版本")),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="查找键"
                    ),
                ),
                ("is_compared", models.BooleanField(default=False, verbose_name="已比对")),
            ],
            options={
                "verbose_name": "查重键",
                "verbose_name_plural": "查重键",
                "ordering": ["listing"],
            },
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("text", "文字相近"),
                            ("right", "知识产权编号相同"),
                            ("source", "来源编号相同"),
                        ],
                        max_length=10,
                        verbose_name="依据",
                    ),
                ),
                (
                    "likeness",
                    models.DecimalField(decimal_places=3, max_digits=4, verbose_name="相似度"),
                ),
                (
                    "containment",
                    models.DecimalField(decimal_places=3, max_digits=4, verbose_name="包含度"),
                ),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                (
                    "said",
                    models.CharField(
                        blank=True,
                        choices=[("same", "同一项"), ("different", "不同项")],
                        max_length=10,
                        verbose_name="填报单位意见",
                    ),
                ),
                (
                    "said_why",
                    models.CharField(blank=True, max_length=500, verbose_name="填报单位说明"),
                ),
                (
                    "said_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="说明时间"),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("same", "同一项"), ("different", "不同项")],
                        max_length=10,
                        verbose_name="审核结论",
                    ),
                ),
                (
                    "verdict_why",
                    models.CharField(blank=True, max_length=500, verbose_name="结论依据"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="结论时间"),
                ),
            ],
            options={
                "verbose_name": "相近信息",
                "verbose_name_plural": "相近信息",
                "ordering": ["-found_at", "id"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="listing",
            name="flow",
        ),
        migrations.RemoveConstraint(
            model_name="listing",
            name="listings_stage_is_known",
        ),
        migrations.RemoveIndex(
            model_name="listing",
            name="listings_due",
        ),
        migrations.AddField(
            model_name="listing",
            name="demoted_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="降序时间"),
        ),
        migrations.AddField(
            model_name="listing",
            name="origin",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="copies",
                to="listings.listing",
                verbose_name="原始信息",
            ),
        ),
        migrations.AlterField(
            model_name="listing",
            name="stage",
            field=models.CharField(
                choices=[
                    ("draft", "草稿"),
                    ("submitted", "待审核"),
                    ("proposed", "待复核"),
                    ("returned", "退回修改"),
                    ("published", "征集中"),
                    ("in_talks", "对接中"),
                    ("suspended", "暂停展示"),
                    ("concluded", "已达成"),
                    ("withdrawn", "已撤回"),
                    ("expired", "已过期"),
                    ("hidden", "久未确认"),
                ],
                default="draft",
                max_length=12,
                verbose_name="阶段",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(
                    ("stage__in", frozenset(["hidden", "in_talks", "published"]))
                ),
                fields=["due_at"],
                name="listings_due",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("stage__in", frozenset(["in_talks", "published"]))),
                fields=["confirmed_at"],
                name="listings_confirmed",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listing",
            trigger=pgtrigger.compiler.Trigger(
                name="flow",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:submitted,draft:withdrawn,expired:draft,hidden:draft,hidden:expired,hidden:published,hidden:withdrawn,in_talks:concluded,in_talks:expired,in_talks:hidden,in_talks:published,in_talks:suspended,in_talks:withdrawn,proposed:published,proposed:returned,proposed:withdrawn,published:concluded,published:draft,published:expired,published:hidden,published:in_talks,published:suspended,published:withdrawn,returned:submitted,returned:withdrawn,submitted:proposed,submitted:published,submitted:returned,submitted:withdrawn,suspended:draft,suspended:in_talks,suspended:published,suspended:withdrawn,withdrawn:draft}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="097f157da68120e1b3bf58a600062f358cefabf4",
                    operation="UPDATE",
                    pgid="pgtrigger_flow_4cc9c",
                    table="listings_listing",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "stage__in",
                        [
                            "draft",
                            "submitted",
                            "proposed",
                            "returned",
                            "published",
                            "in_talks",
                            "suspended",
                            "concluded",
                            "withdrawn",
                            "expired",
                            "hidden",
                        ],
                    )
                ),
                name="listings_stage_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin", models.F("id")), _negated=True),
                name="listings_not_its_own_copy",
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="listing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirmations",
                to="listings.listing",
                verbose_name="信息",
            ),
        ),
        migrations.AddIndex(
            model_name="likeness",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["keys"], name="listings_likeness_keys"
            ),
        ),
        migrations.AddIndex(
            model_name="likeness",
            index=models.Index(
                condition=models.Q(("is_compared", False)),
                fields=["listing"],
                name="listings_to_compare",
            ),
        ),
        migrations.AddField(
            model_name="pair",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="listings.listing",
                verbose_name="先",
            ),
        ),
        migrations.AddField(
            model_name="pair",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="listings.listing",
                verbose_name="后",
            ),
        ),
        migrations.AddIndex(
            model_name="confirmation",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["due_at"],
                name="listings_round_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.UniqueConstraint(
                fields=("listing", "since"), name="listings_asked_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_at__isnull", True), ("due_at__isnull", True), _connector="OR"
                ),
                name="listings_answered_is_not_due",
            ),
        ),
        migrations.AddIndex(
            model_name="pair",
            index=models.Index(fields=["second"], name="listings_pair_second"),
        ),
        migrations.AddIndex(
            model_name="pair",
            index=models.Index(
                condition=models.Q(("verdict", "")),
                fields=["-found_at"],
                name="listings_pair_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.UniqueConstraint(
                fields=("first", "second"), name="listings_paired_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(
                condition=models.Q(("first", models.F("second")), _negated=True),
                name="listings_pair_of_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("containment__lte", 1), ("likeness__gte", 0), ("likeness__lte", 1)
                ),
                name="listings_likeness_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict__in", ["same", "different"]), _negated=True),
                    ("decided_at__isnull", False),
                    _connector="OR",
                ),
                name="listings_decided_has_time",
            ),
        ),
    ]
