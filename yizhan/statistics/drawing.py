"""Columns of a chart as SVG: geometry in attributes; words stand beside it as text."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_HIGH = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One upright column: its parts from below (class, value), a target line, a path mark.

    `path` is the value of the path here, `path_before` and `path_after` those beside it.
    """

    parts: Sequence[tuple[str, float]]
    top: float
    target: float | None = None
    path: tuple[float | None, float, float | None] | None = None


def column(drawn: Column) -> SafeString:
    """Draw one column in a box ten wide and a hundred high."""
    shapes: list[SafeString] = []
    at = _HIGH
    for name, value in drawn.parts:
        height = _scaled(value, drawn.top)
        at -= height
        shapes.append(
            format_html(
                '<rect class="{}" x="2.2" width="5.6" y="{}" height="{}"/>',
                f"t-{name}",
                f"{at:.2f}",
                f"{height:.2f}",
            )
        )
    if drawn.target is not None:
        y = f"{_HIGH - _scaled(drawn.target, drawn.top):.2f}"
        shapes.append(format_html('<line class="t-goal" x1="0" x2="10" y1="{0}" y2="{0}"/>', y))
    if drawn.path is not None:
        shapes.append(_path(drawn.path, drawn.top))
    return format_html(
        '<svg class="t-col" viewBox="0 0 10 100" preserveAspectRatio="none"'
        ' aria-hidden="true"><line class="t-base" x1="0" x2="10" y1="100" y2="100"/>{}</svg>',
        format_html_join("", "{}", ((shape,) for shape in shapes)),
    )


def _path(path: tuple[float | None, float, float | None], top: float) -> SafeString:
    before, here, after = path
    y = _HIGH - _scaled(here, top)
    points = []
    if before is not None:
        # Where the line from the column before crosses the border between the two.
        points.append(f"0,{(y + _HIGH - _scaled(before, top)) / 2:.2f}")
    points.append(f"5,{y:.2f}")
    if after is not None:
        points.append(f"10,{(y + _HIGH - _scaled(after, top)) / 2:.2f}")
    return format_html('<polyline class="t-path" points="{}"/>', " ".join(points))


def _scaled(value: float, top: float) -> float:
    return max(0.0, value / top * _HIGH) if top > 0 else 0.0
