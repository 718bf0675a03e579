"""State machines as tables: which named step leads from which stages to which.

One table draws the buttons, guards the verbs, prints the documentation and generates the
guard in the database (`edges` feeds `pgtrigger.FSM`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yizhan.kernel.refusals import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Step:
    """One named step of a flow."""

    sources: frozenset[str]
    target: str
    permission: str


class Flow:
    """The whole table. A stage changes through `take` and nowhere else."""

    def __init__(self, steps: Mapping[str, Step], *, start: str) -> None:
        """Keep the table; its order is the order of the buttons."""
        self._steps = dict(steps)
        self.start = start

    def take(self, name: str, *, stage: str) -> Step:
        """Return the step, or refuse when the object stands elsewhere."""
        step = self._steps[name]
        if stage not in step.sources:
            raise Refused([Refusal("flow.wrong_stage", {"step": name, "stage": stage})])
        return step

    def permission_of(self, name: str) -> str:
        """Return what the step asks for."""
        return self._steps[name].permission

    def open_to(self, *, stage: str, permissions: Iterable[str]) -> list[str]:
        """Name the steps that may be taken now; templates draw buttons from this."""
        held = frozenset(permissions)
        return [
            name
            for name, step in self._steps.items()
            if stage in step.sources and step.permission in held
        ]

    def edges(self) -> list[tuple[str, str]]:
        """List every (source, target) pair, sorted, for the guard in the database."""
        return sorted(
            {
                (str(source), str(step.target))
                for step in self._steps.values()
                for source in step.sources
                if source != step.target
            }
        )

    def rows(self) -> list[tuple[str, str, str, str]]:
        """List (step, sources, target, permission) for the documentation."""
        return [
            (name, ", ".join(sorted(map(str, step.sources))), str(step.target), step.permission)
            for name, step in self._steps.items()
        ]
