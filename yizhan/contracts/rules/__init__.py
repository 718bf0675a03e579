"""What the rules say about contracts. Plain Python: values in, refusals or numbers out."""

from yizhan.contracts.rules.amounts import against_amounts
from yizhan.contracts.rules.deciding import (
    Deduction,
    Ruling,
    against_alone,
    against_reasons,
    against_registrar,
    against_ruling,
    against_second,
    is_in_sample,
    second_because,
    technology_amount,
)
from yizhan.contracts.rules.filing import Filing, against_kind, against_submission
from yizhan.contracts.rules.gate import against_gate, is_state_funded_abroad
from yizhan.contracts.rules.numbers import Number, compose, read
from yizhan.contracts.rules.papers import PaperRule, against_papers, required_papers
from yizhan.contracts.rules.parties import against_filer, against_parties

__all__ = [
    "Deduction",
    "Filing",
    "Number",
    "PaperRule",
    "Ruling",
    "against_alone",
    "against_amounts",
    "against_filer",
    "against_gate",
    "against_kind",
    "against_papers",
    "against_parties",
    "against_reasons",
    "against_registrar",
    "against_ruling",
    "against_second",
    "against_submission",
    "compose",
    "is_in_sample",
    "is_state_funded_abroad",
    "read",
    "required_papers",
    "second_because",
    "technology_amount",
]
