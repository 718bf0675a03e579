"""What can happen to a person's wishes about mail. Codes are stored for ever."""

from dataclasses import dataclass
from typing import ClassVar

from yizhan.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceChanged(Fact):
    """A person chose how often a topic is mailed; `by_link` when from a link in a mail."""

    code: ClassVar[str] = "inbox.preference_changed"
    topic: str
    before: str
    after: str
    by_link: bool = False
