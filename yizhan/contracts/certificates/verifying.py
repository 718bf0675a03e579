"""What the public learns about a certificate: who holds it sees the words, nobody the sums.

By the code on the paper everything but the amounts is shown, because the paper shows it too.
By number and day, which can be guessed, names are masked and the title stays away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from yizhan.contracts.certificates.canonical import read_canonical
from yizhan.contracts.certificates.keys import published_keys
from yizhan.contracts.certificates.sealing import Opened, Verdict, open_file
from yizhan.contracts.models import Certificate, Contract
from yizhan.contracts.stages import NUMBERED, Stage
from yizhan.contracts.terms import Side

_MASK = "＊"
_KEPT = 2  # characters at either end of a masked name


class Standing(TextChoices):
    """What a certificate is worth today."""

    VALID = "valid", _("现行有效")
    SUPERSEDED = "superseded", _("已被新版取代")
    REVIEWING = "reviewing", _("重新认定中")
    CANCELLED = "cancelled", _("已注销")
    REVOKED = "revoked", _("已撤销")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is public. `code`, `title` and whole names only for those who hold the paper."""

    number: str
    standing: Standing
    kind: str
    subkind: str
    office: str
    registered_on: date | None
    sellers: Sequence[str]
    buyers: Sequence[str]
    title: str = ""
    signed_on: date | None = None
    code: str = ""
    site: str = ""
    version: int = 0
    sha256: str = ""
    key: str = ""
    issued_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What an uploaded file turned out to be, and what the register says of it."""

    opened: Opened
    shown: Shown | None = None

    @property
    def is_genuine(self) -> bool:
        """Say whether the file is what was issued, and is in this register."""
        return self.opened.verdict is Verdict.GENUINE and self.shown is not None


def shown_by_code(code: str) -> Shown | None:
    """Find a certificate by the code on its paper."""
    return _shown(_rows().filter(code=code).first())


def shown_by_number(number: str, *, registered_on: date) -> Shown | None:
    """Find a registration by its number and day; numbers alone could be counted through."""
    rows = Contract.objects.select_related("office").prefetch_related("parties")
    contract = rows.filter(
        number=number, registered_on=registered_on, number__isnull=False
    ).first()
    if contract is None:
        return None
    parties = list(contract.parties.all())
    return Shown(
        number=number,
        standing=standing_of(contract),
        kind=contract.kind,
        subkind=contract.subkind,
        office=contract.office.name if contract.office else "",
        registered_on=contract.registered_on,
        sellers=[masked(one.name) for one in parties if one.side == Side.SELLER],
        buyers=[masked(one.name) for one in parties if one.side == Side.BUYER],
    )


def check_file(raw: bytes) -> Checked:
    """Judge a file by its seal, then ask the register what it is worth."""
    opened = open_file(raw, published_keys())
    found = _rows().filter(sha256=opened.digest).first() if opened.digest else None
    return Checked(opened=opened, shown=_shown(found))


def masked(name: str) -> str:
    """Leave both ends of a name: enough to recognise, too little to learn."""
    kept = _KEPT if len(name) > 3 * _KEPT else 1
    if len(name) <= kept * 2:
        return name[:1] + _MASK * (len(name) - 1)
    return name[:kept] + _MASK * 4 + name[-kept:]


def standing_of(contract: Contract, certificate: Certificate | None = None) -> Standing:
    """Say what the registration, or one certificate of it, is worth today."""
    if contract.stage in NUMBERED - {Stage.REGISTERED}:
        return Standing(contract.stage)
    if certificate is not None and hasattr(certificate, "superseded_by"):
        return Standing.SUPERSEDED
    if contract.stage == Stage.REGISTERED:
        return Standing.VALID
    # An upheld objection took the registration up again; a refusal then ends it.
    return Standing.REVOKED if contract.stage == Stage.REFUSED else Standing.REVIEWING


def _rows() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("contract", "superseded_by")


def _shown(certificate: Certificate | None) -> Shown | None:
    if certificate is None:
        return None
    content = read_canonical(certificate.content.encode())
    signed = content["signed_on"]
    return Shown(
        number=certificate.number,
        standing=standing_of(certificate.contract, certificate),
        kind=content["kind"]["code"],
        subkind=content["subkind"]["code"] if content["subkind"] else "",
        office=content["office"]["name"],
        registered_on=date.fromisoformat(content["registered_on"]),
        sellers=content["sellers"],
        buyers=content["buyers"],
        title=content["title"],
        signed_on=date.fromisoformat(signed) if signed else None,
        code=certificate.code,
        site=content["site"],
        version=certificate.version,
        sha256=certificate.sha256,
        key=certificate.key_id,
        issued_at=certificate.issued_at,
    )
