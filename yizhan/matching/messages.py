"""The words for what the score says. The score speaks in codes; people read sentences."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from yizhan.kernel.refusals import Refusal
from yizhan.listings.terms import Mode
from yizhan.matching.relevance.concepts import concepts
from yizhan.matching.relevance.judged import BadCollection
from yizhan.matching.relevance.phrases import Phrase
from yizhan.matching.relevance.scoring import Agreement, Match, Part
from yizhan.web.wording import amount, listed

_NOT_GIVEN = "indicator.unknown.not_given"
PART_NAMES = {
    "semantic": _("语义相近"),
    "terms": _("共有用词"),
    "indicators": _("指标满足"),
    "mode": _("合作方式"),
    "trl": _("技术就绪度"),
    "region": _("地域"),
}
PART_RULES = {
    "semantic": _("双方全文用字、技术概念和文本向量的接近程度"),
    "terms": _("双方共有的词，越罕见越要紧；以需求最要紧的八个词为满分"),
    "indicators": _("需求的每项数值指标，供方满足得满分，接近得一半"),
    "mode": _("双方都接受的合作方式；同一类方式得一半"),
    "trl": _("供方的技术就绪度是否达到需求的下限"),
    "region": _("同市、同省、同一经济区域依次递减"),
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
    "matching.not_a_party": _("只有需求方、成果方和审核员可以对匹配提出意见。"),
    "matching.not_open": _("这条需求或成果已不在征集中，不能再提出意见。"),
    "matching.reason_missing": _("请选择不合适的原因，它会用于改进匹配。"),
    "matching.note_too_long": _("补充说明最多 %(limit)s 个字。"),
    "matching.too_many_searches": _("最多保存 %(limit)s 个订阅，请先删除一些。"),
    "matching.name_too_long": _("名称最多 %(limit)s 个字。"),
    "matching.unknown_pace": _("没有这种频率。"),
    "semantic.likeness": _("用字相近 %(characters)s，概念相近 %(concepts)s（1 为完全相同）"),
    "semantic.concepts": _("都谈到：%(concepts)s"),
    "semantic.vector": _("文本向量余弦 %(cosine)s"),
    "terms.shared": _("共有 %(count)s 个词，最要紧的是：%(terms)s"),
    "terms.none": _("没有共有的词"),
    "indicators.not_asked": _("需求没有可以比较的数值指标，这一项的占比分给其他各项"),
    "indicators.counted": _(
        "%(asked)s 项指标：满足 %(yes)s 项，接近 %(part)s 项，"
        "不满足 %(no)s 项，无法判断 %(unknown)s 项"
    ),
    "indicator.yes.no_margin": _("%(given)s，要求 %(asked)s，满足"),
    "indicator.yes.equal": _("%(given)s，要求 %(asked)s，正好满足"),
    "indicator.yes.points_above": _("%(given)s，要求 %(asked)s，优于要求 %(by)s 个百分点"),
    "indicator.yes.degrees_above": _("%(given)s，要求 %(asked)s，优于要求 %(by)s 度"),
    "indicator.yes.percent_above": _("%(given)s，要求 %(asked)s，优于要求 %(by)s%%"),
    "indicator.part.no_margin": _("%(given)s，要求 %(asked)s，部分满足"),
    "indicator.part.equal": _("%(given)s，要求 %(asked)s，只是接近"),
    "indicator.part.points_below": _("%(given)s，要求 %(asked)s，接近，差 %(by)s 个百分点"),
    "indicator.part.degrees_below": _("%(given)s，要求 %(asked)s，接近，差 %(by)s 度"),
    "indicator.part.percent_below": _("%(given)s，要求 %(asked)s，接近，差 %(by)s%%"),
    "indicator.no.no_margin": _("%(given)s，要求 %(asked)s，不满足"),
    "indicator.no.equal": _("%(given)s，要求 %(asked)s，不满足"),
    "indicator.no.points_below": _("%(given)s，要求 %(asked)s，不满足，差 %(by)s 个百分点"),
    "indicator.no.degrees_below": _("%(given)s，要求 %(asked)s，不满足，差 %(by)s 度"),
    "indicator.no.percent_below": _("%(given)s，要求 %(asked)s，不满足，差 %(by)s%%"),
    "indicator.unknown.not_given": _("要求 %(asked)s，供方未给出这项指标"),
    "indicator.silent": _("供方未给出 %(names)s"),
    "indicator.unknown.no_number": _("要求 %(asked)s，供方没有可以比较的数值"),
    "indicator.unknown.other_unit": _("%(given)s，要求 %(asked)s，计量单位不同，无法换算"),
    "indicator.unknown.no_margin": _("%(given)s，要求 %(asked)s，无法判断"),
    "mode.not_asked": _("需求未指定合作方式，这一项的占比分给其他各项"),
    "mode.not_given": _("供方未说明合作方式，按一半计"),
    "mode.shared": _("双方都接受：%(modes)s"),
    "mode.family": _("方式相近：%(modes)s"),
    "mode.none": _("供方只接受：%(modes)s"),
    "trl.not_asked": _("需求未指定技术就绪度，这一项的占比分给其他各项"),
    "trl.not_given": _("供方未说明技术就绪度，按一半计"),
    "trl.within": _("%(level)s 级，在需求的 %(low)s–%(high)s 级之内"),
    "trl.above": _("%(level)s 级，高于需求的 %(low)s–%(high)s 级"),
    "trl.below": _("%(level)s 级，比需求的 %(low)s 级低 %(by)s 级"),
    "region.not_asked": _("需求未指定地域，这一项的占比分给其他各项"),
    "region.not_given": _("供方未说明所在地，按一半计"),
    "region.same": _("在同一地区"),
    "region.province": _("在同一省份"),
    "region.zone": _("同属%(zone)s地区"),
    "region.other": _("不在同一经济区"),
    "price.within": _("报价在预算以内"),
    "price.overlap": _("报价与预算有重叠"),
    "price.above": _("报价超出预算 %(by)s"),
}


def refusal_sentence(refusal: Refusal) -> str:
    """Put a refusal into words."""
    return str(SENTENCES[refusal.code]) % dict(refusal.values)


def sentence(phrase: Phrase) -> str:
    """Put a phrase of the score into words."""
    return str(SENTENCES[phrase.code]) % _spoken(phrase)


def _spoken(phrase: Phrase) -> dict[str, str]:
    """Replace codes inside a phrase by their names."""
    values = dict(phrase.values)
    if "modes" in values:
        values["modes"] = listed(Mode(code).label for code in values["modes"].split())
    if "zone" in values:
        values["zone"] = str(ZONES[values["zone"]])
    if phrase.code == "price.above":
        values["by"] = str(amount(Decimal(values["by"])))
    if "terms" in values:
        values["terms"] = listed(values["terms"].split("、"))
    if phrase.code == "semantic.concepts":
        names = {entry.key: entry.name for entry in concepts().entries}
        values["concepts"] = listed(names.get(key, key) for key in values["concepts"].split())
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
    """Give one line of agreement, ready to print; an indicator goes by its own name."""
    name: Any = FACET_NAMES[line.facet]
    if line.facet == "indicator" and line.text.values["name"]:
        name = line.text.values["name"]
    return {
        "verdict": line.verdict,
        "facet": line.facet,
        "name": name,
        "text": sentence(line.text),
    }


def agreement_rows(match: Match) -> list[dict[str, Any]]:
    """Give all lines of agreement; what the offer leaves open is one line, not ten."""
    silent = [line for line in match.agree if line.text.code == _NOT_GIVEN]
    rows = [agreement_row(line) for line in match.agree if line not in silent]
    if silent:
        names = listed(line.text.values["name"] or line.text.values["asked"] for line in silent)
        text = str(SENTENCES["indicator.silent"]) % {"names": names}
        name = FACET_NAMES["indicator"]
        rows.append({"verdict": "part", "facet": "indicator", "name": name, "text": text})
    return rows


def explanation(match: Match) -> dict[str, Any]:
    """Give the whole explanation in words, in the shape that the pages print."""
    return {
        "score": match.score,
        "terms": list(match.terms),
        "quote": match.quote,
        "parts": [part_row(part) for part in match.parts],
        "agree": agreement_rows(match),
        "weights_version": match.weights_version,
    }


DEFECTS = {
    "no_folder": _("没有这个文件夹：%(path)s"),
    "missing_files": _(
        "%(path)s 缺少 %(files)s。需要 needs.csv（rid,title,content）、"
        "offers.csv（aid,title_keywords）、judgements.csv（rid,aid,level），"
        "或者 docs.jsonl、queries.jsonl、qrels.csv"
    ),
    "unknown_id": _("%(place)s：编号 %(id)s 不在 %(file)s 中"),
    "bad_level": _("%(place)s：“%(value)s”不是 %(allowed)s 之一"),
    "judged_twice": _("%(place)s：配对 %(pair)s 先判为 %(before)s，又判为 %(now)s"),
    "empty_id": _("%(place)s：编号为空"),
    "double_id": _("%(place)s：编号 %(id)s 重复出现"),
    "no_column": _("%(file)s：缺少 %(wanted)s 列（现有：%(found)s）"),
    "short_row": _("%(place)s：列数少于表头"),
    "not_utf8": _("%(file)s：不是 UTF-8 编码（第 %(byte)s 字节）"),
    "broken_csv": _("%(file)s：不是有效的 CSV（%(reason)s）"),
    "broken_json": _("%(place)s：不是有效的 JSON（%(reason)s）"),
    "no_rows": _("%(file)s：没有数据行"),
    "nothing_usable": _("%(path)s：没有一条需求有 %(least)s 个以上判定并且其中有高于 1 级的"),
    "bad_vectors": _("%(file)s：不是每行一个向量的 .npy 文件（%(reason)s）"),
}


def defect(error: BadCollection) -> str:
    """Say what is wrong with a folder of judgements."""
    return str(DEFECTS[error.code]) % error.values
