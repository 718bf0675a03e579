"""Claims without proof: praise in a sentence that has no number, comparison or evidence.

A mark is advice. The words may be true; the reader cannot tell, and a search cannot compare.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yizhan.listings.details import Content
from yizhan.listings.rules.claim_terms import DEGREE, RANK, TERMS

# What an author may praise in; names, codes and notes about rights are left alone.
PROSE = (
    "title",
    "summary",
    "tried",
    "conditions",
    "requirements",
    "advantage",
    "economics",
    "capacity",
    "equipment",
    "price_note",
)
_SENTENCE_ENDS = re.compile(r"[。！？!?\n]|[.;；](?=\s|$)|；")
_QUOTED = re.compile(r"“[^”\n]*”|「[^」\n]*」|『[^』\n]*』|《[^》\n]*》|\"[^\"\n]*\"")
# 不仅, 不但, 不断 go on to say yes; 未来 is a time.
_DENIED = re.compile(
    r"(?:不(?![仅但只光断同少])|未(?!来)|没有|没能|并非|尚无|难以|无法|缺乏|缺少|避免|谈不上"
    r"|\b(?:not|never|no|without|cannot)\b)[^，。；,;！？!?\n]{0,8}$",
    re.IGNORECASE,
)
# A denial stands close before what it denies.
_BEFORE = 24
_DATE = re.compile(
    r"(?:19|20)\d{2}\s*(?:年|[-./]\d{1,2}(?:[-./]\d{1,2})?)(?:\d{1,2}\s*月)?(?:\d{1,2}\s*日)?"
    r"|第\s*\d+|\b(?:19|20)\d{2}\b"
)
_NUMBER = re.compile(r"\d|[一二三四五六七八九十两半百千](?:成|倍|分之|个百分点|折)")
_COMPARED = re.compile(
    r"相比|对比|相较|较(?!为|好|高$)|比(?!如|较|例|重)|优于|高于|低于|超过|从.{1,16}到"
    r"|\b(?:than|versus|vs\.?|compared)\b",
    re.IGNORECASE,
)
_PROVEN = re.compile(
    r"检测报告|检验报告|测试报告|评价报告|鉴定(?!会?专家)|查新|证书|报告编号|第三方"
    r"|经.{1,20}(?:检测|鉴定|评价|验证)"
    r"|(?:GB|ISO|IEC|ASTM|DIN|JB|HG|YY)(?:/T)?[ /]?\d|ZL\d|获.{1,16}奖"
    r"|\b(?:certified|report no)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that claim without proof; `text[start:end]` is the quote."""

    start: int
    end: int
    quote: str
    family: str


def find_claims(text: str) -> list[Claim]:
    """Mark unproven praise, in the order of the text, never overlapping."""
    is_spoken = bytearray(len(text))
    for spoken in _QUOTED.finditer(text):
        is_spoken[spoken.start() : spoken.end()] = b"\x01" * len(spoken[0])
    marks: list[Claim] = []
    for begin, end in _sentences(text):
        found = _unproven(text[begin:end], begin)
        marks += [claim for claim in found if not all(is_spoken[claim.start : claim.end])]
    return marks


def claims_of(content: Content) -> Iterator[tuple[str, Claim]]:
    """Mark the prose of a listing; each mark comes with the field it stands in."""
    for place, text in prose_of(content):
        for claim in find_claims(text):
            yield place, claim


def prose_of(content: Content) -> Iterator[tuple[str, str]]:
    """Give the texts an author may praise in, by field."""
    for name in PROSE:
        holder = content if name in Content.model_fields else content.details
        text = getattr(holder, name, "")
        if text:
            yield name, text


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for found in _SENTENCE_ENDS.finditer(text):
        yield begin, found.start()
        begin = found.end()
    yield begin, len(text)


def _unproven(sentence: str, offset: int) -> Iterator[Claim]:
    """Give the praise of one sentence; what proves it is looked for once."""
    praises = sorted(_praises(sentence))
    backed = {family: _is_backed(sentence, family) for family in {one[2] for one in praises}}
    last = 0
    for start, end, family in praises:
        before = sentence[max(start - _BEFORE, 0) : start]
        if start < last or backed[family] or _DENIED.search(before):
            continue
        last = end
        yield Claim(offset + start, offset + end, sentence[start:end], family)


def _praises(sentence: str) -> Iterator[tuple[int, int, str]]:
    for term in TERMS:
        for found in term.pattern.finditer(sentence):
            yield found.start(), found.end(), term.family


def _is_backed(sentence: str, family: str) -> bool:
    has_number = bool(_NUMBER.search(_DATE.sub("", sentence)))
    if family == DEGREE:
        return has_number
    if _PROVEN.search(sentence):
        return True
    is_compared = bool(_COMPARED.search(sentence))
    return has_number and (is_compared or family != RANK)
