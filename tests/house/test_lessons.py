"""Lessons as checks: each says what to do instead, and is proven on a bad line of its own."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.tree import (
    MIGRATIONS,
    PRODUCT,
    ROOT,
    TEMPLATES,
    calls,
    name_of,
    parsed,
    without_comments,
)

Finder = Callable[[ast.AST], Iterator[str]]
_GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
_EXACT = ("rules.py", "money.py")


def objects_in_views(tree: ast.AST) -> Iterator[str]:
    """Views read through queries, which start at what the actor may see."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            yield f"line {node.lineno}: ask queries, not Model.objects"


def save_without_fields(tree: ast.AST) -> Iterator[str]:
    """Two people on one row must not undo each other."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "save"
            and not {k.arg for k in node.keywords} & {"update_fields", "force_insert"}
        ):
            yield f"line {node.lineno}: save(update_fields=…) or save(force_insert=True)"


def floats(tree: ast.AST) -> Iterator[str]:
    """Money and rules are Decimal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "float":
            yield f"line {node.lineno}: Decimal, never float"


def glued_translations(tree: ast.AST) -> Iterator[str]:
    """A sentence is translated whole, with named placeholders."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in _GETTEXT
            and any(isinstance(arg, ast.JoinedStr | ast.BinOp) for arg in node.args)
        ):
            yield f"line {node.lineno}: use %(name)s, never an f-string or +"


def product_imports(tree: ast.AST) -> Iterator[str]:
    """A migration must still run when the code has moved on."""
    for node in ast.walk(tree):
        module = node.module if isinstance(node, ast.ImportFrom) else None
        if module and module.startswith("yizhan"):
            yield f"line {node.lineno}: a migration never imports {module}"  # type: ignore[attr-defined]


CASES: list[tuple[Finder, str, str]] = [
    (objects_in_views, "rows = Need.objects.all()", "rows = queries.needs(actor=actor)"),
    (save_without_fields, "row.save()", "row.save(update_fields=['stage'])"),
    (floats, "share = float(amount)", "share = Decimal(amount)"),
    (glued_translations, "_(f'{n} 条')", "_('%(n)s 条') % {'n': n}"),
    (product_imports, "from yizhan.web import tags", "from django.db import models"),
]


@pytest.mark.parametrize(
    ("finder", "bad", "good"), CASES, ids=lambda v: getattr(v, "__name__", "")
)
def test_each_lesson_catches_its_bad_line(finder: Finder, bad: str, good: str) -> None:
    """A check that cannot fail keeps nothing."""
    assert list(finder(ast.parse(bad)))
    assert not list(finder(ast.parse(good)))


def _in(*names: str) -> list[Path]:
    return [p for p in PRODUCT if p.name in names or p.parent.name in {n[:-3] for n in names}]


@pytest.mark.parametrize("path", _in("views.py"), ids=name_of)
def test_views_do_not_query(path: Path) -> None:
    """Lists and objects come from queries."""
    assert not list(objects_in_views(parsed(path)))


@pytest.mark.parametrize("path", _in("services.py"), ids=name_of)
def test_services_save_only_what_they_changed(path: Path) -> None:
    """The lost update is the commonest bug of this kind of software."""
    assert not list(save_without_fields(parsed(path)))


@pytest.mark.parametrize("path", _in(*_EXACT), ids=name_of)
def test_rules_and_money_know_no_float(path: Path) -> None:
    """A float in law or money is a wrong amount one day."""
    assert not list(floats(parsed(path)))


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_sentences_are_translated_whole(path: Path) -> None:
    """Word order differs between languages."""
    assert not list(glued_translations(parsed(path)))


@pytest.mark.parametrize("path", MIGRATIONS, ids=name_of)
def test_migrations_stand_alone(path: Path) -> None:
    """They carry their own data and SQL."""
    allowed = {"yizhan.directory.models", "yizhan.web.fields"}
    found = [line for line in product_imports(parsed(path)) if line.split()[-1] not in allowed]
    assert not found


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_hold_no_inline_script_or_style(path: Path) -> None:
    """The content security policy would refuse them."""
    html = without_comments(path.read_text())
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|javascript:", html)
    for tag in re.findall(r"<script[^>]*>", html):
        assert "src=" in tag or "application/json" in tag or "ld+json" in tag, tag


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_nobody_passes_a_bare_number_of_days(path: Path) -> None:
    """timedelta(3) reads like anything."""
    for call in calls(path):
        if isinstance(call.func, ast.Name) and call.func.id == "timedelta":
            assert not call.args, f"line {call.lineno}: name the unit"


def test_no_file_holds_the_address_of_a_registry_or_an_unfinished_word() -> None:
    """Locks hold names, versions and hashes; pages hold no promises."""
    for path in [*sorted((ROOT / "requirements").iterdir()), ROOT / "package-lock.json"]:
        assert not re.search(
            r"https?://", path.read_text().replace("https://opencollective", "")
        ) or (path.name == "package-lock.json"), path
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert not [name for name, row in lock["packages"].items() if "resolved" in row]
    unfinished = re.compile(
        r"(?i:coming soon)|敬请期待|待开发|NotImplementedError|\bTODO\b|\bFIXME\b"
    )
    for path in [*PRODUCT, *TEMPLATES]:
        assert not unfinished.search(path.read_text()), path
