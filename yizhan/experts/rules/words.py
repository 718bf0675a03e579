"""Words for finding, and what must not stand in a public text."""

import re
import unicodedata

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z0-9][a-z0-9.+#/-]*")
_CONTACTS = (
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)"),
    re.compile(r"(?<!\d)\(?0\d{2,3}\)?[\s-]?\d{7,8}(?!\d)"),
    re.compile(r"(?i)(?:微信|wechat|weixin|vx|qq)\s*号?\s*[::]?\s*[a-z0-9_-]{5,}"),
)


def terms_of(*texts: str) -> frozenset[str]:
    """Cut texts into what is looked up: one and two Chinese characters, Latin words."""
    plain = unicodedata.normalize("NFKC", "\n".join(texts)).lower()
    found = {word.rstrip(".-/") for word in _LATIN.findall(plain)}
    for run in _HAN.findall(plain):
        found.update(run)
        found.update(run[n : n + 2] for n in range(len(run) - 1))
    return frozenset(term[:60] for term in found if term)


def asked_terms(text: str) -> frozenset[str]:
    """Cut a query: the same, but single characters only where nothing longer is said."""
    plain = unicodedata.normalize("NFKC", text).lower()
    single = {run for run in _HAN.findall(plain) if len(run) == 1}
    return frozenset(
        term for term in terms_of(text) if len(term) > 1 or term.isascii() or term in single
    )


def holds_contact(text: str) -> bool:
    """Say whether an address, a number of a telephone or a handle stands in a text."""
    plain = unicodedata.normalize("NFKC", text)
    return any(pattern.search(plain) for pattern in _CONTACTS)
