"""Tables of contracts, one file for each noun."""

from yizhan.contracts.models.certificates import Certificate, SigningKey
from yizhan.contracts.models.contract import Contract
from yizhan.contracts.models.decisions import Amendment, Appeal, Decision, Grant
from yizhan.contracts.models.findings import Finding, Reading
from yizhan.contracts.models.offices import NumberSeries, Office
from yizhan.contracts.models.parts import (
    ContentLine,
    CostLine,
    IntellectualProperty,
    Paper,
    Party,
)

__all__ = [
    "Amendment",
    "Appeal",
    "Certificate",
    "ContentLine",
    "Contract",
    "CostLine",
    "Decision",
    "Finding",
    "Grant",
    "IntellectualProperty",
    "NumberSeries",
    "Office",
    "Paper",
    "Party",
    "Reading",
    "SigningKey",
]
