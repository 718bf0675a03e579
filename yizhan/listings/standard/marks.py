"""Claims and grades in words: for the owner, the reviewer and the reader."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yizhan.listings.details import DETAILS, Content
from yizhan.listings.queries import ListingView
from yizhan.listings.rules.claim_terms import DEGREE, QUALITY, RANK
from yizhan.listings.rules.claims import claims_of, prose_of
from yizhan.listings.rules.grading import GRADES, Grade, grade
from yizhan.listings.standard.wording import text_of
from yizhan.listings.terms import Kind

_AROUND = 24
ADVICE: Mapping[str, Any] = {
    RANK: _("写明与谁相比、由谁评价、依据哪份报告。"),
    DEGREE: _("写明从多少到多少，在什么条件下测得。"),
    QUALITY: _("换成能测量的指标，或给出依据。"),
}
PART_LABELS: Mapping[str, Any] = {
    "numbers": _("可比较的数字"),
    "methods": _("检验方法"),
    "measured": _("检测单位与日期"),
    "alternatives": _("与替代方案的对照"),
    "readiness": _("成熟度证据"),
    "rights": _("可核对的权利"),
    "money": _("金额或经济性"),
    "tried": _("做过的尝试"),
    "conditions": _("已有条件"),
    "capacity": _("服务能力"),
    "equipment": _("仪器设备"),
    "turnaround": _("服务周期"),
}
NEXT_STEPS: Mapping[str, Any] = {
    "numbers": _("至少写两项带单位的可量化指标。"),
    "methods": _("为每项指标写明检验方法或标准号。"),
    "measured": _("写明谁在哪一天测的；第三方检测计分更高。"),
    "alternatives": _("写出今天最好的替代方案在同一指标上是多少。"),
    "readiness": _("为所填的就绪度写一条带数字的证据。"),
    "rights": _("写明专利号、登记号，或说明是技术秘密。"),
    "money": _("写出金额，或带数字的成本、回收期。"),
    "tried": _("写明试过什么、结果如何。"),
    "conditions": _("写明能提供的样品、数据、设备及数量。"),
    "capacity": _("写明每周或每月的数量与精度。"),
    "equipment": _("写明设备的名称、型号和台数。"),
    "turnaround": _("写明几个工作日出结果。"),
}
GRADE_WORDS: Mapping[str, Any] = {
    "A": _("主要说法都有数字和可核对的依据"),
    "B": _("多数说法有数字或依据"),
    "C": _("部分说法有数字，依据不多"),
    "D": _("基本没有可核对的数字或依据"),
}
# Where the owner mends each part; ids of the fields of the editor.
_ANCHORS: Mapping[str, str] = {
    "numbers": "indicators",
    "methods": "indicators",
    "measured": "indicators",
    "alternatives": "indicators",
    "readiness": "trl_evidence",
    "rights": "ip",
    "money": "price_min",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One claim with the words around it, as it stands in the text."""

    place: str
    label: str
    before: str
    quote: str
    after: str
    advice: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PartLine:
    """One line of the explanation of a grade."""

    label: str
    points: int
    most: int
    step: str
    place: str


@dataclass(frozen=True, slots=True)
class GradeCard:
    """A grade, explained; `lines` hold the next steps, the most rewarding first in `steps`."""

    grade: Grade
    words: str
    lines: tuple[PartLine, ...]
    steps: tuple[PartLine, ...]


def marks_of(content: Content) -> list[Mark]:
    """Quote every unproven claim with its place."""
    texts = dict(prose_of(content))
    return [
        Mark(
            place=place,
            label=str(text.label) if (text := text_of(place)) else place,
            before=texts[place][max(claim.start - _AROUND, 0) : claim.start],
            quote=claim.quote,
            after=texts[place][claim.end : claim.end + _AROUND],
            advice=str(ADVICE[claim.family]),
            start=claim.start,
            end=claim.end,
        )
        for place, claim in claims_of(content)
    ]


def card_of(content: Content) -> GradeCard:
    """Grade a listing and say what would raise the grade most."""
    found = grade(content)
    lines = tuple(_lines(found))
    missing = sorted(lines, key=lambda line: line.points - line.most)
    return GradeCard(
        grade=found,
        words=str(GRADE_WORDS[found.letter]),
        lines=lines,
        steps=tuple(line for line in missing if line.points < line.most)[:3],
    )


def seen_content(view: ListingView) -> Content:
    """Return the content as far as the reader of the view may read it."""
    details = DETAILS[Kind(view.kind)].model_validate(dict(view.details))
    shared = {
        name: getattr(view, name)
        for name in Content.model_fields
        if name not in {"details", "visibility", "kind"}
    }
    return Content.model_validate({**shared, "kind": view.kind, "details": details})


def scale() -> list[tuple[str, int, str]]:
    """List the letters with their least points and what they mean."""
    return [(letter, least, str(GRADE_WORDS[letter])) for letter, least in GRADES]


def _lines(found: Grade) -> Iterator[PartLine]:
    for part in found.parts:
        yield PartLine(
            label=str(PART_LABELS[part.code]),
            points=part.points,
            most=part.most,
            step=str(NEXT_STEPS[part.code]),
            place=_ANCHORS.get(part.code, part.code),
        )
