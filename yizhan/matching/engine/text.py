"""Turn any text, Chinese or English, into the words that the index and the score share.

The tokens are made here and nowhere else: every engine stores them in a whitespace field.
Whoever changes what comes out must raise ANALYZER_VERSION, because old tokens and new
tokens do not meet; `yizhan doctor` compares it with the index and asks for a rebuild.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from html import unescape

import opencc
import rjieba
from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from yizhan.matching.engine.stopwords import STOP_WORDS

ANALYZER_VERSION = "zh-2"

# Only names of real HTML elements count as tags: "粒径<D50，强度>30MPa" must survive.
_INLINE_TAGS = "a|abbr|b|big|code|em|font|i|mark|s|small|span|strong|sub|sup|u|o:p|st1:[a-z]+"
_BLOCK_TAGS = (
    "article|aside|blockquote|body|br|button|caption|center|col|colgroup|dd|div|dl|dt|figure"
    "|footer|form|h[1-6]|head|header|hr|html|iframe|img|input|label|li|link|main|meta|nav|ol"
    "|option|p|pre|section|select|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul|video"
)
_HIDDEN = re.compile(
    r"<(script|style)\b.*?(</\1\s*>|$)|<!--.*?(-->|$)", re.IGNORECASE | re.DOTALL
)
_INLINE = re.compile(rf"</?(?:{_INLINE_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCK = re.compile(rf"</?(?:{_BLOCK_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"
_POWER = re.compile(rf"(?<=\d)([{_SUPERSCRIPTS}]+)")
_LINE_ENDS = {"\r": "\n", "\t": " ", "\x0b": " ", "\x0c": " ", "\u2028": "\n"}
_SPELLINGS = {
    **dict.fromkeys("‐‑‒–−﹣⁃", "-"),
    **dict.fromkeys("〜∼∽", "~"),
    **dict.fromkeys("≧⩾≽", "≥"),
    **dict.fromkeys("≦⩽≼", "≤"),
    "º": "°",
    "˚": "°",
    "µ": "μ",
    "∶": ":",
    "⋅": "·",
    "•": "·",
}
# str.translate looks every character up; a class finds the few that matter ten times faster.
_LINE_END = re.compile(f"[{''.join(_LINE_ENDS)}]")
_SPELLING = re.compile(f"[{''.join(_SPELLINGS)}]")
_CELSIUS = re.compile(r"°\s+(?=[CF]\b)|摄氏度")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
    "\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"  +")
# Four of five texts need nothing but these; the full treatment below costs ten times as much.
_COMMON = tuple(zip("，；：（）", ",;:()", strict=True))
_RARE = re.compile("[^\n\x20-\x7e\u4e00-\u9fff、。“”《》]")

_LATIN = "0-9a-z\u00df-\u024f\u0370-\u03ff\u0400-\u04ff"
_CODE = re.compile(rf"[{_LATIN}]+(?:[-.][{_LATIN}]+)*")
HAN_RUN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
_GRADE = re.compile(r"([a-z]*\d{2,})[a-z]")
_MEASURE = re.compile(r"\d+(?:\.\d+)?([^\W\d_]{2,})")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_CACHE_LIMIT = 200_000

_converter = opencc.OpenCC("t2s")
_stemmer = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("english")).build()


@lru_cache(maxsize=256)
def clean(text: str) -> str:
    """Undo HTML, typography and encoding accidents, but keep the case: mPa is not MPa."""
    if "&" in text:
        text = unescape(unescape(text))
    if "<" in text:
        text = _BLOCK.sub("\n", _INLINE.sub("", _HIDDEN.sub(" ", text)))
    for wide, narrow in _COMMON:
        text = text.replace(wide, narrow)
    if _RARE.search(text):
        text = _UNPRINTABLE.sub("", _LINE_END.sub(_line_end, text))
        # 10⁶ must not become 106; m³ may become m3, as everybody types it.
        text = unicodedata.normalize("NFKC", _POWER.sub(r"^\1", text))
        text = _SPELLING.sub(_spelling, text)
    if "°" in text or "摄氏度" in text:
        text = _CELSIUS.sub(lambda found: "°C" if found.group().startswith("摄") else "°", text)
    return _SPACES.sub(" ", text).strip()


def _line_end(found: re.Match[str]) -> str:
    return _LINE_ENDS[found.group()]


def _spelling(found: re.Match[str]) -> str:
    return _SPELLINGS[found.group()]


@lru_cache(maxsize=256)  # one text is read for words, for characters and for its figures
def normalise(text: str) -> str:
    """Clean, then traditional to simplified, then lower case: what words are compared in."""
    return str(_converter.convert(clean(text))).lower()


@lru_cache(maxsize=_CACHE_LIMIT)
def code_tokens(run: str) -> tuple[str, ...]:
    """Split one Latin run: words are stemmed, model numbers kept whole and in parts."""
    if run.isalpha():
        return _word_tokens(run)
    if _NUMBER.fullmatch(run):
        return (run,) if len(run) > 1 else ()
    parts = re.split(r"[-.]", run)
    if len(parts) > 1 and all(part.isalpha() for part in parts):
        return tuple(token for part in parts for token in _word_tokens(part))
    whole = run.replace("-", "")
    found = [whole]
    if "-" in run:
        found += [part for part in run.split("-") if len(part) > 1 and part != whole]
    for piece in tuple(found):
        if grade := _GRADE.fullmatch(piece):
            found.append(grade.group(1))
        elif measure := _MEASURE.fullmatch(piece):
            found.append(measure.group(1))
    return tuple(dict.fromkeys(token for token in found if token not in STOP_WORDS))


def _word_tokens(word: str) -> tuple[str, ...]:
    if len(word) < 2 or word in STOP_WORDS:
        return ()
    return tuple(_stemmer.analyze(word)) if word.isascii() else (word,)


class Analyzer:
    """Segments normalised text; immutable, so a new lexicon means a new analyzer.

    rjieba raises when a word is added while another thread cuts, therefore nothing is ever
    added to an instance in use: build the next one and swap the reference.
    """

    def __init__(self, lexicon: Iterable[str] = ()) -> None:
        """Load the dictionary and the domain words of this installation."""
        self.lexicon = tuple(sorted(set(lexicon)))
        digest = hashlib.sha256("\n".join(self.lexicon).encode()).hexdigest()
        self.version = f"{ANALYZER_VERSION}+{digest[:12]}" if self.lexicon else ANALYZER_VERSION
        self._segmenter = rjieba.Jieba()
        for word in self.lexicon:
            self._segmenter.add_word(word, None, None)

    def tokens(self, text: str) -> list[str]:
        """List the index words of a raw text, repeated as often as they occur."""
        return self.tokens_of_normal(normalise(text))

    def tokens_of_normal(self, text: str) -> list[str]:
        """List the index words of a text that `normalise` has already passed."""
        codes = _CODE.findall(text)
        han = _CODE.sub(" ", text) if codes else text
        found = [
            word
            for word in self._segmenter.cut_for_search(han, hmm=False)
            if len(word) > 1 and word[0] > "\u2e80" and word not in STOP_WORDS
        ]
        for code in codes:
            found.extend(code_tokens(code))
        return found

    def words(self, text: str) -> list[str]:
        """Segment without overlapping sub-words: for showing and for counting phrases."""
        return [
            word
            for word in self._segmenter.cut(normalise(text), hmm=False)
            if len(word) > 1 and word[0].isalnum() and word not in STOP_WORDS
        ]


def bigrams(text: str) -> list[str]:
    """List overlapping pairs of Chinese characters, and Latin words as `tokens` has them."""
    text = normalise(text)
    found = [
        run[index : index + 2] for run in HAN_RUN.findall(text) for index in range(len(run) - 1)
    ]
    for code in _CODE.findall(text):
        found.extend(code_tokens(code))
    return found
