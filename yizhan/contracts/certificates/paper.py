"""The paper of a certificate: printed from its row on demand, the same bytes every time.

Nothing is stored: row, template, font and typesetter decide every byte, and the seal, made
with the key of the row, is deterministic too. A later release may set it more beautifully;
both papers carry a good seal over the same content.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from yizhan.contracts.certificates.canonical import read_canonical
from yizhan.contracts.certificates.codes import shown_code
from yizhan.contracts.certificates.keys import private_key
from yizhan.contracts.certificates.sealing import (
    ATTACHMENT,
    blank_seal,
    envelope,
    seal_paper,
)
from yizhan.contracts.models import Certificate
from yizhan.contracts.terms import Kind
from yizhan.kernel.money import in_words
from yizhan.web.printing import Attachment, print_pdf, qr_svg

_TEMPLATE = "contracts/print/certificate.typ"

_SIDES: Mapping[str, tuple[Any, Any]] = {
    Kind.DEVELOPMENT: (_("研究开发人"), _("委托人")),
    Kind.ASSIGNMENT: (_("让与人"), _("受让人")),
    Kind.LICENCE: (_("许可人"), _("被许可人")),
    Kind.CONSULTING: (_("受托人"), _("委托人")),
    Kind.SERVICE: (_("受托人"), _("委托人")),
}


def sealed_file(certificate: Certificate) -> bytes:
    """Return the certificate for machines: content and signature as canonical JSON."""
    content = read_canonical(certificate.content.encode())
    return envelope(content, key=certificate.key_id, signature=certificate.signature)


def sealed_paper(certificate: Certificate) -> bytes:
    """Print the certificate and seal every byte of it."""
    pdf = print_paper(
        read_canonical(certificate.content.encode()),
        file=sealed_file(certificate),
        key=certificate.key_id,
    )
    return seal_paper(pdf, certificate.key_id, private_key(certificate.key_id))


def print_paper(content: Mapping[str, Any], *, file: bytes, key: str) -> bytes:
    """Set the paper with a blank where the seal comes; `file` rides along inside."""
    machine = Attachment(
        name=ATTACHMENT, text=file.decode(), description="Sealed content of this certificate"
    )
    at = datetime.fromisoformat(content["issued_at"])
    return print_pdf(_TEMPLATE, _values(content, key), at=at, attachments=[machine])


def verify_address(content: Mapping[str, Any]) -> str:
    """Return the page that says what a certificate is worth today."""
    return f"{content['site']}/verify/{content['code']}/"


def sides_of_kind(kind: str) -> tuple[Any, Any]:
    """Return what the law calls seller and buyer (民法典 851, 862, 878)."""
    return _SIDES[kind]


def _values(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    seller, buyer = sides_of_kind(content["kind"]["code"])
    kind = content["kind"]["label"] + "合同"
    if content["subkind"]:
        kind += f"（{content['subkind']['label']}）"
    return {
        **content,
        "kind_shown": kind,
        "seller_role": _in_both(seller),
        "buyer_role": _in_both(buyer),
        "signed_on_shown": _day(content["signed_on"]),
        "registered_on_shown": _day(content["registered_on"]),
        "value": _money(content["contract_value"]),
        "technology": _money(content["technology_amount"]),
        "code_shown": shown_code(content["code"]),
        "address": verify_address(content),
        "qr": qr_svg(verify_address(content)),
        "blank": blank_seal(key),
        "key": key,
        "issued_day": content["issued_at"][:10],
    }


def _in_both(word: Any) -> list[str]:
    """Give a word in Chinese and English: paper does not follow its reader's language."""
    said = []
    for language in ("zh-hans", "en"):
        with override(language):
            said.append(str(word))
    return said


def _day(iso: str | None) -> str:
    if not iso:
        return "—"
    day = date.fromisoformat(iso)
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _money(amount: str | None) -> list[str] | None:
    """Give figures and capitals, as bound documents show sums."""
    if amount is None:
        return None
    value = Decimal(amount)
    return [f"{value:,.2f} 元", f"人民币{in_words(value)}"]
