"""Putting a content on the rows of a contract."""

from decimal import Decimal

from yizhan.contracts.content import Content, PartyItem
from yizhan.contracts.models import (
    ContentLine,
    Contract,
    CostLine,
    IntellectualProperty,
    Party,
)
from yizhan.contracts.queries.contracts import PLAIN
from yizhan.contracts.terms import CHINA, Side
from yizhan.directory.queries import ids_by_uscc

SIDES = tuple(
    f"{side}_{column}" for side in Side.values for column in ("region_id", "country", "nature")
)
TEXT_COLUMNS = (
    *PLAIN,
    "industry_id",
    "office_id",
    "need_id",
    "offer_id",
    "claimed_amount",
    *SIDES,
)


def apply_content(contract: Contract, content: Content) -> None:
    """Put the content on the row; what statistics read repeats the first party of each side."""
    for name in PLAIN:
        setattr(contract, name, getattr(content, name))
    contract.screening = content.screening.model_dump(mode="json")
    contract.industry_id = content.industry or None
    contract.office_id = content.office
    contract.need_id, contract.offer_id = content.need, content.offer
    contract.claimed_amount = max(content.claimed_amount, Decimal(0))
    for side in Side.values:
        first = next(iter(content.side(side)), None)
        setattr(contract, f"{side}_region_id", (first.region or None) if first else None)
        setattr(contract, f"{side}_country", first.country if first else CHINA)
        setattr(contract, f"{side}_nature", first.nature if first else "")


def write_parts(contract: Contract, content: Content) -> None:
    """Write parties, lines, costs and rights anew; decided deductions go with their lines."""
    for rows in (contract.parties, contract.lines, contract.costs, contract.ip):
        rows.all().delete()
    known = ids_by_uscc({party.uscc for party in content.parties if party.uscc})
    Party.objects.bulk_create(
        Party(
            contract=contract,
            position=index,
            organisation_id=known.get(party.uscc) if party.uscc else None,
            **_values(party),
        )
        for index, party in enumerate(content.parties)
    )
    ContentLine.objects.bulk_create(
        ContentLine(contract=contract, position=index, **line.model_dump())
        for index, line in enumerate(content.lines)
    )
    CostLine.objects.bulk_create(
        CostLine(contract=contract, position=index, **cost.model_dump())
        for index, cost in enumerate(content.costs)
    )
    IntellectualProperty.objects.bulk_create(
        IntellectualProperty(contract=contract, position=index, **item.model_dump())
        for index, item in enumerate(content.ip)
    )


def _values(party: PartyItem) -> dict[str, object]:
    values = party.model_dump()
    values["region_id"] = values.pop("region") or None
    return values
