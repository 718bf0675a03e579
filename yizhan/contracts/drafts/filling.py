"""Put the words of one contract into the template of its kind."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate

from yizhan.contracts.drafts.building import BLANK, template_of, wording_of
from yizhan.contracts.drafts.content import DraftContent, DraftLine, DraftParty
from yizhan.kernel.money import in_words, to_fen

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# XML 1.0 knows no other control characters, and Word opens no document that holds one. The
# alarm and the form feed are marks of docxtpl, so they go as well.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def draft_document(content: DraftContent) -> bytes:
    """Write the draft as a Word document."""
    template = DocxTemplate(BytesIO(template_of(content.kind)))
    template.render(_words(content), autoescape=True)
    # `get_docx` would read the unfilled template again.
    template.docx.core_properties.title = _plain(content.title)[:255]
    written = BytesIO()
    template.save(written)
    return written.getvalue()


def _words(content: DraftContent) -> dict[str, Any]:
    wording = wording_of(content.kind)
    own = wording["subkinds"].get(content.subkind, {})
    words = {
        name: _said(value)
        for name, value in asdict(content).items()
        if not isinstance(value, (list, tuple))
    }
    empty = (DraftParty(),)
    return {
        **words,
        # Conditions look at what was said, not at the blank in its place.
        "subkind": content.subkind,
        "payment": content.payment or "lump_sum",
        "plan": _plain(content.plan),
        "has_foreign": content.has_foreign,
        "is_state_funded": content.is_state_funded,
        "document_name": own.get("name", wording["name"]),
        "buyer": own.get("buyer", wording["buyer"]),
        "seller": own.get("seller", wording["seller"]),
        "buyers": _rows(content.buyers or empty, blank=BLANK),
        "sellers": _rows(content.sellers or empty, blank=BLANK),
        "contents": _rows(content.contents or (DraftLine(text=BLANK),)),
        "costs": _rows(content.costs),
        "rights": _rows(content.rights),
        "indicators": _rows(content.indicators),
        "amount_words": _in_words(content.amount),
        "technology_amount": _said(content.technology_amount),
        "technology_words": _in_words(content.technology_amount),
        "filer": _said(content.filer or "乙方"),
        "ownership": _said(content.ownership),
        **dict.fromkeys(("blank", "glossary", "secrets"), BLANK),
        "count": _counting(),
    }


def _rows(held: Sequence[Any], *, blank: str = "") -> list[Mapping[str, str]]:
    return [{name: _said(value, blank) for name, value in asdict(row).items()} for row in held]


def _said(value: Any, blank: str = BLANK) -> str:
    if isinstance(value, Decimal):
        return f"{to_fen(value):,}"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return _plain(str(value)) if value not in (None, "") else blank


def _plain(text: str) -> str:
    return _UNWRITABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _in_words(amount: Decimal | None) -> str:
    return in_words(amount) if amount is not None and amount >= 0 else BLANK


def _counting() -> Callable[[int], str]:
    """Number the paragraphs that are really there: 4.1, 4.2."""
    seen: Counter[int] = Counter()

    def count(article: int) -> str:
        seen[article] += 1
        return f"{article}.{seen[article]}"

    return count
