"""What a certificate says: the register's values of one moment, in words that stay."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from yizhan.contracts.certificates.sealing import FORMAT
from yizhan.contracts.models import Contract
from yizhan.contracts.terms import Kind, Side, SubKind

# The law speaks Chinese; labels in the sealed content do not follow the reader.
_LANGUAGE = "zh-hans"


def content_of(
    contract: Contract,
    *,
    version: int,
    code: str,
    supersedes: str | None,
    at: datetime,
    site: str,
) -> dict[str, Any]:
    """Collect what is certified; `supersedes` is the digest of the certificate before."""
    parties = list(contract.parties.all())
    office, day = contract.office, contract.registered_on
    if office is None or day is None or contract.number is None:
        raise ValueError("Only a registered contract can be certified.")
    with override(_LANGUAGE):
        return {
            "format": FORMAT,
            "site": site,
            "code": code,
            "number": contract.number,
            "version": version,
            "supersedes": supersedes,
            "title": contract.title,
            "kind": {"code": contract.kind, "label": str(Kind(contract.kind).label)},
            "subkind": _subkind(contract.subkind),
            "sellers": [one.name for one in parties if one.side == Side.SELLER],
            "buyers": [one.name for one in parties if one.side == Side.BUYER],
            "signed_on": contract.signed_on.isoformat() if contract.signed_on else None,
            "contract_value": _yuan(contract.contract_value),
            "technology_amount": _yuan(contract.technology_amount),
            "office": {"code": f"{office.prefix}{office.code}", "name": office.name},
            "registered_on": day.isoformat(),
            "regime": contract.regime,
            "issued_at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        }


def _subkind(code: str) -> dict[str, str] | None:
    return {"code": code, "label": str(SubKind(code).label)} if code else None


def _yuan(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
