"""What waits for an actor, from everybody who registered a kind of waiting thing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yizhan.inbox.registry import waiting_kinds
from yizhan.inbox.terms import WaitingItem
from yizhan.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The waiting things of one kind, those due first at the top, then the oldest."""

    code: str
    label: Any
    items: list[WaitingItem]

    def overdue(self, at: datetime) -> int:
        """Count what should have been done before the moment."""
        return sum(1 for item in self.items if item.due_at is not None and item.due_at < at)


def waiting_for(*, actor: Actor) -> list[Group]:
    """List the kinds of which something waits for the actor."""
    groups = []
    for kind in waiting_kinds():
        items = sorted(kind.provide(actor), key=_urgency)
        if items:
            groups.append(Group(code=kind.code, label=kind.label, items=items))
    return groups


def _urgency(item: WaitingItem) -> tuple[bool, datetime, datetime]:
    return (item.due_at is None, item.due_at or item.since, item.since)
