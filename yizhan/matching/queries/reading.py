"""Reading a pasted problem: what it asks for, as far as its words say."""

from dataclasses import dataclass

from yizhan.matching.relevance.views import NeedView


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A pasted text as a need."""

    need: NeedView


def read_problem(text: str) -> Read:
    """Turn a pasted paragraph into a need: its first sentence is the title."""
    return Read(need=NeedView(title="", text=text))
