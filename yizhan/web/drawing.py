"""Small drawings as SVG: geometry goes out as attributes, so no page needs inline style."""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Number = float | int

_LOGO = (
    '<svg viewBox="0 0 30 30" aria-hidden="true">'
    '<rect width="30" height="30" rx="5" fill="#0b5c77"/>'
    '<path d="M6.5 21h5.5l6-12h5.5" fill="none" stroke="#fff" stroke-width="2.4"'
    ' stroke-linejoin="round"/>'
    '<circle cx="6.8" cy="21" r="2.9" fill="#fff"/>'
    '<circle cx="23.2" cy="9" r="3.4" fill="#e8694f" stroke="#fff" stroke-width="1.4"/></svg>'
)
_BROKEN_LINE = (
    '<svg viewBox="0 0 120 40" aria-hidden="true" fill="none" stroke="currentColor"'
    ' stroke-width="2"><path d="M10 28h24l16-16h20"/>'
    '<path d="M70 12h40" stroke-dasharray="4 5"/>'
    '<circle cx="10" cy="28" r="5"/><circle cx="70" cy="12" r="5"/></svg>'
)


def logo() -> SafeString:
    """Draw the mark of the platform: two stations on one line."""
    return mark_safe(_LOGO)  # noqa: S308 -- a constant


def broken_line() -> SafeString:
    """Draw the line that stops short, for empty states and error pages."""
    return mark_safe(_BROKEN_LINE)  # noqa: S308 -- a constant


def ramp(levels: Iterable[int]) -> SafeString:
    """Draw the colours of a map from few to many, for its legend."""
    squares = format_html_join("", '<i data-lv="{}"></i>', ((level,) for level in levels))
    return format_html('<span class="y-ramp" aria-hidden="true">{}</span>', squares)


def meter(
    value: Number, tone: str = "", mark: Number | None = None, height: int = 6
) -> SafeString:
    """Draw a bar from 0 to 100; the same value must stand beside it as text."""
    width = max(0.0, min(100.0, float(value)))
    line = (
        ""
        if mark is None
        else format_html(
            '<line x1="{0}" x2="{0}" y1="0" y2="{1}" vector-effect="non-scaling-stroke"/>',
            f"{float(mark):g}",
            height,
        )
    )
    return format_html(
        '<svg class="y-meter" viewBox="0 0 100 {0}" preserveAspectRatio="none"'
        ' aria-hidden="true">'
        '<rect width="{1}" height="{0}" data-tone="{2}"/>{3}</svg>',
        height,
        f"{width:g}",
        tone,
        line,
    )


def parts(items: Iterable[tuple[int | str, Number]]) -> SafeString:
    """Draw the composition of a score: (colour 1 to 6, points) pairs of at most 100 in sum."""
    x = 0.0
    bars: list[tuple[str, str, str]] = []
    for key, points in items:
        bars.append((str(key), f"{x:g}", f"{max(0.0, float(points) - 0.35):g}"))
        x += float(points)
    return format_html(
        '<svg class="y-match__bar" viewBox="0 0 100 10" preserveAspectRatio="none"'
        ' aria-hidden="true">{}</svg>',
        format_html_join("", '<rect class="y-p{}" x="{}" width="{}" height="10"/>', bars),
    )


def spark(values: Sequence[Number], width: int = 96, height: int = 26) -> SafeString:
    """Draw a sparkline; fewer than two values draw nothing."""
    if len(values) < 2:
        return SafeString("")
    low, span = min(values), (max(values) - min(values)) or 1
    step = (width - 4) / (len(values) - 1)
    points = [
        (i * step + 2, height - 3 - (v - low) / span * (height - 6))
        for i, v in enumerate(values)
    ]
    return format_html(
        '<svg class="y-spark" viewBox="0 0 {0} {1}" width="{0}" height="{1}"'
        ' aria-hidden="true">'
        '<polyline points="{2}"/><circle cx="{3}" cy="{4}" r="2.2"/></svg>',
        width,
        height,
        " ".join(f"{x:.1f},{y:.1f}" for x, y in points),
        f"{points[-1][0]:.1f}",
        f"{points[-1][1]:.1f}",
    )


def hist(values: Sequence[Number], low: int = 0, high: int | None = None) -> SafeString:
    """Draw a histogram; the bars from `low` up to but without `high` are those selected."""
    if not values:
        return SafeString("")
    top, width = max(*values, 0, 1), 100 / len(values)
    last = len(values) if high is None else high
    bars = (
        (
            f"{i * width + 0.4:.2f}",
            f"{40 - 38 * value / top:.2f}",
            f"{width - 0.8:.2f}",
            f"{38 * value / top:.2f}",
            SafeString(" data-on") if low <= i < last else "",
        )
        for i, value in enumerate(values)
    )
    return format_html(
        '<svg class="y-hist" viewBox="0 0 100 41" preserveAspectRatio="none"'
        ' aria-hidden="true">{}<line x1="0" x2="100" y1="40.5" y2="40.5"'
        ' vector-effect="non-scaling-stroke"/></svg>',
        format_html_join("", '<rect x="{}" y="{}" width="{}" height="{}"{}/>', bars),
    )


def column(share: Number) -> SafeString:
    """Draw one upright bar of 30 units for the TRL facet; `share` is 0 to 1."""
    height = max(0.0, min(1.0, float(share))) * 30
    return format_html(
        '<svg viewBox="0 0 10 30" preserveAspectRatio="none" aria-hidden="true">'
        '<rect y="{}" width="10" height="{}"/></svg>',
        f"{30 - height:.1f}",
        f"{height:.1f}",
    )
