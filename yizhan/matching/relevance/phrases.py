"""What the score has to say, as a permanent code with values; `messages` has the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence that is not written yet; values are text or numbers already rounded."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
