"""Bring the experts of a house in from a table, and take the public list out."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yizhan.directory.queries import find_industry, find_region
from yizhan.directory.terms import Field
from yizhan.experts.exports import EXPERTS
from yizhan.experts.messages import say
from yizhan.experts.services import PreparedRow, prepare_experts
from yizhan.experts.terms import Degree, Language, Mode
from yizhan.imports.services import register_export, register_target
from yizhan.imports.terms import (
    Choice,
    Kind,
    Looks,
    ParsedRow,
    Result,
    RowOutcome,
    RunInfo,
    Target,
    TargetField,
)
from yizhan.kernel.actors import Actor
from yizhan.kernel.refusals import Refusal

_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")
_EMAIL = _("本人邮箱")
_LISTS = ("fields", "keywords", "languages", "modes")
_TEXTS = ("name", "title", "department", "degree", "problems")


def _choices(terms: Any) -> list[Choice]:
    return [Choice(code=code, label=label) for code, label in terms.choices]


FIELDS = (
    TargetField(
        code="email",
        label=_EMAIL,
        aliases=("邮箱", "电子邮箱", "email", "e-mail"),
        required=True,
        looks=Looks.UNIQUE,
        max_length=254,
        example="wen@example.org",
        help=_("只用来让本人接管资料，从不公开"),
    ),
    TargetField(
        code="name",
        label=_("姓名"),
        aliases=("专家姓名", "专家", "name"),
        required=True,
        max_length=40,
        example="闻潮生",
    ),
    TargetField(
        code="title", label=_("职称职务"), aliases=("职称", "职务", "title"), max_length=60
    ),
    TargetField(
        code="department", label=_("部门"), aliases=("院系", "department"), max_length=80
    ),
    TargetField(
        code="degree",
        label=_("学位"),
        kind=Kind.CHOICE,
        aliases=("学历", "degree"),
        choices=_choices(Degree),
    ),
    TargetField(
        code="fields",
        label=_("技术领域"),
        kind=Kind.CHOICES,
        aliases=("领域", "专业领域", "fields"),
        choices=_choices(Field),
    ),
    TargetField(
        code="industry", label=_("服务的行业"), aliases=("行业", "industry"), max_length=80
    ),
    TargetField(
        code="keywords",
        label=_("关键词"),
        kind=Kind.LIST,
        aliases=("研究方向", "专长", "keywords"),
    ),
    TargetField(
        code="problems",
        label=_("能帮助解决的问题"),
        aliases=("简介", "擅长", "problems"),
        looks=Looks.LONG_TEXT,
        max_length=2000,
    ),
    TargetField(
        code="languages",
        label=_("语言"),
        kind=Kind.CHOICES,
        aliases=("languages",),
        choices=_choices(Language),
    ),
    TargetField(
        code="modes",
        label=_("可接受的方式"),
        kind=Kind.CHOICES,
        aliases=("方式", "modes"),
        choices=_choices(Mode),
    ),
    TargetField(code="region", label=_("所在地区"), aliases=("地区", "region"), max_length=40),
)


def connect() -> None:
    """Register the target and the export."""
    register_target(
        Target(
            code="experts.experts",
            label=_("本单位专家（由本人接管后公开）"),
            permission="experts.confirm",
            identity=("email",),
            fields=FIELDS,
            apply=apply_rows,
            say=say,
        )
    )
    register_export(EXPERTS)


def apply_rows(
    rows: Sequence[ParsedRow],
    *,
    actor: Actor,
    at: datetime,
    run: RunInfo,  # noqa: ARG001 -- every row belongs to the house of the actor
) -> list[RowOutcome]:
    """Prepare a draft for each row; the person itself makes it public."""
    made = [_read(row) for row in rows]
    sound = [row for row in made if isinstance(row, PreparedRow)]
    answers = iter(prepare_experts(sound, actor=actor, at=at) if sound else ())
    outcomes = []
    for row, one in zip(rows, made, strict=True):
        if isinstance(one, Refusal):
            outcomes.append(
                RowOutcome(number=row.number, result=Result.REFUSED, refusals=(one,))
            )
            continue
        answer = next(answers)
        outcomes.append(
            RowOutcome(
                number=row.number,
                result=Result(answer.result),
                subject_id=answer.expert_id,
                refusals=answer.refusals,
            )
        )
    return outcomes


def _read(row: ParsedRow) -> PreparedRow | Refusal:
    said: Mapping[str, Any] = row.values
    email = str(said.get("email") or "").strip()
    if not _ADDRESS.fullmatch(email):
        return Refusal("experts.not_an_address", {}, "email")
    values = {name: said.get(name) or "" for name in _TEXTS}
    values |= {name: list(said.get(name) or ()) for name in _LISTS}
    for name, find in (("region", find_region), ("industry", find_industry)):
        text = str(said.get(name) or "")
        found = find(text) if text else None
        if text and found is None:
            return Refusal("experts.unknown_value", {}, name)
        code = found.code if found else ""
        values |= (
            {"region_id": code} if name == "region" else {"industries": [code] if code else []}
        )
    return PreparedRow(values=values, email=email, expert_id=row.subject_id)
