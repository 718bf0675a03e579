"""What a table means: guessed mappings, parsed values, identities. No Django, no database."""

from yizhan.imports.rules.guessing import Guess, fingerprint, guess_plan, guess_unit
from yizhan.imports.rules.plans import FieldSource, Plan, against_plan
from yizhan.imports.rules.presets import preset_of, preset_plan, proposed_plan
from yizhan.imports.rules.rows import Parsed, RowParser
from yizhan.imports.rules.words import normal

__all__ = [
    "FieldSource",
    "Guess",
    "Parsed",
    "Plan",
    "RowParser",
    "against_plan",
    "fingerprint",
    "guess_plan",
    "guess_unit",
    "normal",
    "preset_of",
    "preset_plan",
    "proposed_plan",
]
