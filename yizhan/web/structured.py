"""What a page says of itself to machines that read pages: canonical address, cards, JSON-LD."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Inside a script element only these could end it or open a comment.
_ESCAPES: Final = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    ord("\u2028"): "\\u2028",
    ord("\u2029"): "\\u2029",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMeta:
    """The title and summary for cards, the address without language and query, the data.

    `data` holds only what everybody may read: a page drawn for its owner says no more here.
    """

    title: str
    path: str
    description: str = ""
    kind: str = "website"
    data: Mapping[str, Any] | None = None

    @property
    def url(self) -> str:
        """Return the one address this page should be known by."""
        return f"{settings.YIZHAN_BASE_URL}{self.path}"

    @property
    def summary(self) -> str:
        """Return the description on one line, as long as cards show it."""
        plain = " ".join(self.description.split())
        return plain if len(plain) <= 160 else f"{plain[:159]}…"

    @property
    def json_ld(self) -> SafeString:
        """Write the data block; it is never run, so the policy against scripts lets it be."""
        if not self.data:
            return SafeString("")
        text = json.dumps({"@context": "https://schema.org", **self.data}, ensure_ascii=False)
        # Escaped for JSON inside a script element, where HTML escapes would be read as text.
        plain = text.encode("utf-8", "replace").decode().translate(_ESCAPES)
        return format_html(
            '<script type="application/ld+json">{}</script>',
            mark_safe(plain),  # noqa: S308 -- escaped above
        )


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is empty."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
