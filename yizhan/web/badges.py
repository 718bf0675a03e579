"""Status badges: the tone and shape of each state come from one Python table, never a template.

    BADGES = {
        Stage.PUBLISHED: Badge(_("征集中"), "info"),
        Stage.IN_TALKS: Badge(_("对接中"), "rev", "half"),
    }

Shape says what colour also says: "" settled, "half" in progress, "ring" not started, "square"
needs someone, "plain" no dot. Tones: "" mute, ok, warn, bad, info, rev, live.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Badge:
    """What a state looks like; `text` may be lazy."""

    text: Any
    tone: str = ""
    shape: str = ""
