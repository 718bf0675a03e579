"""The table of doors, read from `doors.txt`: one line for each address, method and subject."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.urls import get_resolver

from tests.house.test_shape import FOREIGN_VIEWS
from tests.house.tree import views

FILE = Path(__file__).with_name("doors.txt")


@dataclass(frozen=True, slots=True)
class Door:
    """One line: what is asked for, and the answer for each role in the order of the head."""

    method: str
    name: str
    subject: str
    answers: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Name the test."""
        return f"{self.method} {self.name} {self.subject}"


def doors() -> list[Door]:
    """Read the file; the first line names the roles."""
    lines = [line.split() for line in FILE.read_text().splitlines()]
    head, *rows = [cells for cells in lines if cells]
    roles = head[3:]
    return [
        Door(method, name, subject, tuple(_asked(roles, answers)))
        for method, name, subject, *answers in rows
    ]


def _asked(roles: Sequence[str], answers: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Leave out the roles marked with a dot: the same code answers them elsewhere."""
    for role, answer in zip(roles, answers, strict=True):
        if answer != ".":
            yield role, answer


def addresses() -> set[str]:
    """Name every address of the platform but those of libraries."""
    return {
        name
        for name, route, _view in views(get_resolver())
        # The API has a table of its own: its visitors are keys.
        if not name.startswith((*FOREIGN_VIEWS, "api:")) and not route.startswith("social/")
    }
