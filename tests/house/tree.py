"""What the checks of shape read: sources, templates, contexts, views."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, URLResolver

ROOT = Path(settings.ROOT)
PACKAGE = ROOT / "yizhan"
SOURCES = [p for p in sorted(PACKAGE.rglob("*.py")) if "migrations" not in p.parts]
PRODUCT = [p for p in SOURCES if "tests" not in p.parts]
MIGRATIONS = [p for p in sorted(PACKAGE.rglob("migrations/*.py")) if p.name != "__init__.py"]
TEMPLATES = sorted(PACKAGE.rglob("*.html"))


def name_of(path: Path) -> str:
    """Name a file for a test id."""
    return str(path.relative_to(ROOT))


@cache
def parsed(path: Path) -> ast.Module:
    """Parse a source file once."""
    return ast.parse(path.read_text())


def calls(path: Path) -> Iterator[ast.Call]:
    """Walk over every call in a file."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            yield node


def views(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, str, object]]:
    """Give (name, route, view) of every address."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from views(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", str(entry.pattern), entry.callback


def without_comments(html: str) -> str:
    """Drop Django's template comments, which may speak of anything."""
    return re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", html, flags=re.DOTALL)
