"""How the platform says no: a code that never changes and the values that explain it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why an act may not be done; `place` names the form field it belongs to."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    place: str = ""


class Refused(Exception):
    """Raised by a service when one or more rules stand against the act."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        """Keep the refusals so that a view can show all of them at once."""
        self.refusals = tuple(refusals)
        super().__init__(", ".join(refusal.code for refusal in self.refusals))


class Stale(Refused):
    """Raised when somebody else changed the row since the actor read it."""

    def __init__(self, *, seen: int, current: int) -> None:
        """Keep both versions so that the page can show them side by side."""
        super().__init__([Refusal("version.stale", {"seen": seen, "current": current})])
        self.seen = seen
        self.current = current


def refuse_if(refusals: Iterable[Refusal]) -> None:
    """Raise all refusals at once, or do nothing when there are none."""
    found = tuple(refusals)
    if found:
        raise Refused(found)


def refuse_stale(*, seen: int | None, current: int) -> None:
    """Refuse when a form was filled from an older version than the stored one."""
    if seen is not None and seen != current:
        raise Stale(seen=seen, current=current)
