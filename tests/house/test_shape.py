"""The shape of the house: sizes, foreign keys, doors, names."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey
from django.urls import get_resolver

from tests.house.tree import PACKAGE, ROOT, SOURCES, TEMPLATES, name_of, parsed, views

MAX_SOURCE, MAX_TEST, MAX_TEMPLATE, MAX_FUNCTION = 400, 600, 150, 50

# From the ground up. A foreign key points down or stays within its own context.
FLOORS = [
    {"audit", "policy"},
    {"imports"},
    {"directory"},
    {"experts", "inbox", "stations"},
    {"listings"},
    {"contracts", "matching"},
    {"statistics"},
]
FLOOR = {context: n for n, floor in enumerate(FLOORS) for context in floor}
# Addresses of libraries; their own code decides who may enter.
FOREIGN_VIEWS = ("account_", "mfa_", "socialaccount_", "usersessions_", "openid_connect")


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_file_is_a_god_file(path: Path) -> None:
    """A file that has grown past the limit wants to be two."""
    limit = MAX_TEST if "tests" in path.parts else MAX_SOURCE
    assert len(path.read_text().splitlines()) <= limit


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_is_a_god_template(path: Path) -> None:
    """The same for pages."""
    assert len(path.read_text().splitlines()) <= MAX_TEMPLATE


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_functions_are_short(path: Path) -> None:
    """A function fits on one screen."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MAX_FUNCTION, node.name


def _foreign_keys() -> Iterator[tuple[str, str, str]]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and isinstance(field.related_model, type):
                target = field.related_model._meta.app_label
                yield model._meta.app_label, target, f"{model._meta.label}.{field.name}"


def test_foreign_keys_point_down() -> None:
    """What imports may not do, the database may not do either."""
    upward = [
        name
        for owner, target, name in _foreign_keys()
        if owner in FLOOR and target in FLOOR and owner != target
        if FLOOR[target] >= FLOOR[owner]
    ]
    assert not upward


def test_every_context_has_a_floor_a_door_plate_and_a_page_of_documentation() -> None:
    """The docstring of the package is the door plate."""
    assert set(settings.CONTEXTS) == set(FLOOR)
    for context in settings.CONTEXTS:
        assert ast.get_docstring(parsed(PACKAGE / context / "__init__.py")), context
        assert (ROOT / "docs" / "contexts" / f"{context}.md").exists(), context


@pytest.mark.parametrize(
    ("name", "view"),
    [
        (name, view)
        for name, route, view in views(get_resolver())
        # allauth's nameless addresses of older releases lead on to the named ones
        if not name.startswith(FOREIGN_VIEWS) and not route.startswith("social/")
    ],
    # A function's name holds its address, which differs between the workers of xdist.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_page_says_who_may_enter(name: str, view: object) -> None:
    """A view without `requires` or `public` is an open door nobody meant."""
    assert getattr(view, "required_permission", None), name


def test_every_model_is_ordered_named_and_says_what_it_is() -> None:
    """A list without an order changes under the reader's eyes."""
    for model in apps.get_models():
        if model._meta.app_label in FLOOR and not model._meta.auto_created:
            assert model._meta.ordering, model
            assert model.__doc__, model
            assert str(model._meta.verbose_name) != model._meta.model_name, model
