"""Panels: what contexts above hang on the pages of contexts below.

A page names a slot ("listings.need", "directory.organisation", "home"); `wiring` registers
providers for it. So a need's page can show its matches although listings knows nothing of
matching, and the page is whole without script.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

Provider = Callable[[HttpRequest, Any], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One registered piece; `provide` returns the context of `template`, or None."""

    name: str
    template: str
    provide: Provider
    order: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A panel with its context: `{% include panel.template with panel=panel.context %}`."""

    name: str
    template: str
    context: Mapping[str, Any]


_panels: dict[str, list[Panel]] = defaultdict(list)


def register(slot: str, panel: Panel) -> None:
    """Hang a panel on a slot; a second registration of the same name replaces the first."""
    rest = [other for other in _panels[slot] if other.name != panel.name]
    _panels[slot] = sorted([*rest, panel], key=lambda p: (p.order, p.name))


def fill(slot: str, request: HttpRequest, subject: Any) -> list[Filled]:
    """Ask every panel of the slot for its context, in order."""
    filled = []
    for panel in _panels[slot]:
        context = panel.provide(request, subject)
        if context is not None:
            filled.append(Filled(name=panel.name, template=panel.template, context=context))
    return filled
