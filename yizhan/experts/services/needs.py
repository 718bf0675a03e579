"""Needs stand in a context above: the wiring says how one is read, and by whom."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from yizhan.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedNeed:
    """What one reader may see of a need: its title and where it stands."""

    title: str
    url: str


NeedReader = Callable[[Actor, UUID], LinkedNeed | None]
_readers: list[NeedReader] = []


def register_need_reader(reader: NeedReader) -> None:
    """Let requests name needs; the last one registered answers. For `wiring` only."""
    _readers[:] = [reader]


def linked_need(*, actor: Actor, need_id: UUID | None) -> LinkedNeed | None:
    """Return a need as far as the actor may see it; nothing when it may not."""
    if need_id is None or not _readers:
        return None
    return _readers[0](actor, need_id)
