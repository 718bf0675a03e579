"""Showing what a long command is doing."""

import contextlib
from collections.abc import Callable, Iterator, Mapping

from rich.console import Console


@contextlib.contextmanager
def phases(names: Mapping[str, object]) -> Iterator[Callable[[str], None]]:
    """Show the phase at work on the terminal's error channel, so that output stays clean."""
    console = Console(stderr=True)
    with console.status("") as status:
        yield lambda phase: status.update(str(names[phase]))
