"""What the law asks when state assets are traded (企业国有资产交易监督管理办法, 32号令)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yizhan.kernel.money import to_fen
from yizhan.policy.law import Lawbook, lawbook

MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalments:
    """The first payment, working days to make it, and days for the rest."""

    first: Decimal
    first_working_days: int
    rest_days: int


def cut_needs_consent(
    *, appraisal: Decimal, floor: Decimal, day: date, law: Lawbook | None = None
) -> bool:
    """Say whether a floor price below the appraisal needs written consent (第18条)."""
    share = (law or lawbook()).ratio("state_assets.cut_needs_consent_below", day)
    return floor < appraisal * share


def instalments(price: Decimal, *, day: date, law: Lawbook | None = None) -> Instalments:
    """Give the least first instalment and the terms (第28条)."""
    book = law or lawbook()
    return Instalments(
        first=to_fen(price * book.ratio("state_assets.first_payment", day)),
        first_working_days=int(book.ratio("state_assets.payment_days", day)),
        rest_days=365 * int(book.ratio("state_assets.instalment_years", day)),
    )


def notice_days(floor: Decimal, *, day: date, law: Lawbook | None = None) -> int | None:
    """Give the working days of notice for an asset by its floor price (第51条).

    Exactly ten million is not covered by the text; the stricter term is taken. None means that
    there is no nationwide least.
    """
    book = law or lawbook()
    if floor <= MILLION:
        return None
    name = "asset_notice_days" if floor < 10 * MILLION else "asset_notice_days_high"
    return int(book.ratio(f"state_assets.{name}", day))
