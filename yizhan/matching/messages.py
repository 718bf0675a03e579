"""The words for what the score says. The score speaks in codes; people read sentences."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yizhan.listings.terms import Mode
from yizhan.matching.relevance.concepts import concepts
from yizhan.matching.relevance.phrases import Phrase
from yizhan.matching.relevance.scoring import Agreement, Match, Part

PART_NAMES = {
    "semantic": _("语义相近"),
    "terms": _("共有用词"),
    "indicators": _("指标满足"),
    "mode": _("合作方式"),
    "trl": _("技术就绪度"),
    "region": _("地域"),
}
FACET_NAMES = {
    "indicator": _("指标"),
    "mode": _("合作方式"),
    "trl": _("技术就绪度"),
    "region": _("地域"),
    "price": _("价格"),
}
ZONES = {
    "bohai": _("环渤海"),
    "yangtze": _("长三角"),
    "pearl": _("珠三角"),
    "northeast": _("东北"),
    "central": _("中部"),
    "west": _("西部"),
}
SENTENCES = {
    "semantic.likeness": _("用字相近 %(characters)s，概念相近 %(concepts)s（1 为完全相同）"),
    "semantic.concepts": _("都谈到：%(concepts)s"),
    "semantic.vector": _("文本向量余弦 %(cosine)s"),
    "terms.shared": _("共有 %(count)s 个词，最要紧的是：%(terms)s"),
    "terms.none": _("没有共有的词"),
    "indicators.not_asked": _("需求没有可以比较的数值指标，这一项的占比分给其他各项"),
    "indicators.counted": _(
        "%(asked)s 项指标：满足 %(yes)s 项，接近 %(part)s 项，不满足 %(no)s 项，未给出 %(unknown)s 项"
    ),
    "indicator.yes": _("%(name)s：要求 %(asked)s，成果 %(given)s，满足%(margin)s"),
    "indicator.part": _("%(name)s：要求 %(asked)s，成果 %(given)s，接近%(margin)s"),
    "indicator.no": _("%(name)s：要求 %(asked)s，成果 %(given)s，不满足%(margin)s"),
    "indicator.unknown": _("%(name)s：要求 %(asked)s，%(margin)s"),
    "indicator.not_given": _("成果未给出这项指标"),
    "indicator.no_number": _("没有可以比较的数值"),
    "indicator.other_unit": _("计量单位不同，无法换算"),
    "indicator.no_margin": "",
    "indicator.equal": _("，正好相等"),
    "indicator.points_above": _("，优于要求 %(by)s 个百分点"),
    "indicator.points_below": _("，差 %(by)s 个百分点"),
    "indicator.degrees_above": _("，优于要求 %(by)s 度"),
    "indicator.degrees_below": _("，差 %(by)s 度"),
    "indicator.percent_above": _("，优于要求 %(by)s%%"),
    "indicator.percent_below": _("，差 %(by)s%%"),
    "mode.not_asked": _("需求未指定合作方式，这一项的占比分给其他各项"),
    "mode.not_given": _("成果未说明合作方式，按一半计"),
    "mode.shared": _("双方都接受：%(modes)s"),
    "mode.family": _("方式相近：%(modes)s"),
    "mode.none": _("成果只接受：%(modes)s"),
    "trl.not_asked": _("需求未指定技术就绪度，这一项的占比分给其他各项"),
    "trl.not_given": _("成果未说明技术就绪度，按一半计"),
    "trl.within": _("%(level)s 级，在需求的 %(low)s–%(high)s 级之内"),
    "trl.above": _("%(level)s 级，高于需求的 %(low)s–%(high)s 级"),
    "trl.below": _("%(level)s 级，比需求的 %(low)s 级低 %(by)s 级"),
    "region.not_asked": _("需求未指定地域，这一项的占比分给其他各项"),
    "region.not_given": _("成果未说明所在地，按一半计"),
    "region.same": _("在同一地区"),
    "region.province": _("在同一省份"),
    "region.zone": _("同属%(zone)s地区"),
    "region.other": _("不在同一经济区"),
    "price.within": _("报价在预算以内"),
    "price.overlap": _("报价与预算有重叠"),
    "price.above": _("报价超出预算 %(by)s 元"),
}


def sentence(phrase: Phrase) -> str:
    """Put a phrase of the score into words."""
    return str(SENTENCES[phrase.code]) % _spoken(phrase)


def _spoken(phrase: Phrase) -> dict[str, str]:
    """Replace codes inside a phrase by their names."""
    values = dict(phrase.values)
    if "modes" in values:
        values["modes"] = "、".join(str(Mode(code).label) for code in values["modes"].split())
    if "zone" in values:
        values["zone"] = str(ZONES[values["zone"]])
    if phrase.code == "semantic.concepts":
        names = {entry.key: entry.name for entry in concepts().entries}
        values["concepts"] = "、".join(
            names.get(key, key) for key in values["concepts"].split()
        )
    if "margin" in values:
        values["margin"] = sentence(Phrase(values["margin"], {"by": values.get("by", "")}))
    return values


def part_row(part: Part) -> dict[str, Any]:
    """Give one row of the table of the score, ready to print."""
    return {
        "key": part.key,
        "name": PART_NAMES[part.key],
        "weight": part.weight,
        "base_weight": part.base_weight,
        "similarity": part.similarity,
        "points": part.points,
        "speaks": part.speaks,
        "basis": [sentence(phrase) for phrase in part.basis],
    }


def agreement_row(line: Agreement) -> dict[str, Any]:
    """Give one line of agreement, ready to print."""
    return {
        "verdict": line.verdict,
        "facet": line.facet,
        "name": FACET_NAMES[line.facet],
        "text": sentence(line.text),
    }


def explanation(match: Match) -> dict[str, Any]:
    """Give the whole explanation in words, in the shape that the pages print."""
    return {
        "score": match.score,
        "terms": list(match.terms),
        "quote": match.quote,
        "parts": [part_row(part) for part in match.parts],
        "agree": [agreement_row(line) for line in match.agree],
        "weights_version": match.weights_version,
    }
