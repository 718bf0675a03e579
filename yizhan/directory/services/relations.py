"""Everything in the project that names an organisation, and what a merge does with it.

Each foreign key to an organisation, and each plain column that holds the id of one, stands
here with a mover, or with the reason why it stays as it is. A merge refuses while the tables
of the project hold a relation that nobody registered, so nothing is ever left behind.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from yizhan.directory.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorption:
    """One organisation becomes part of another; `people_come` is `rules.comes_along`."""

    kept_id: UUID
    absorbed_id: UUID
    people_come: bool
    at: datetime


Mover = Callable[[Absorption], int]
_movers: dict[str, Mover] = {}
_stays: dict[str, str] = {}


def register_relation(label: str, move: Mover) -> None:
    """Say how rows of `context.Model.column` come along; the mover returns how many did."""
    _movers[label] = move


def register_history(label: str, why: str) -> None:
    """Say that a column keeps naming the merged organisation, and why."""
    _stays[label] = why


def moves_column(label: str) -> Mover:
    """Build the plain mover: rows that name the merged one name the other from now on."""
    model_label, _dot, column = label.rpartition(".")

    def move(absorption: Absorption) -> int:
        rows: Any = apps.get_model(model_label)._base_manager  # noqa: SLF001 - public in Django's docs
        return int(
            rows.filter(**{column: absorption.absorbed_id}).update(
                **{column: absorption.kept_id}
            )
        )

    return move


def move_all(absorption: Absorption) -> dict[str, int]:
    """Run every mover and return how many rows moved, by relation."""
    moved = {label: move(absorption) for label, move in sorted(_movers.items())}
    return {label: count for label, count in moved.items() if count}


def relations() -> Iterator[str]:
    """Walk the tables of the project and name every column that names an organisation."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:  # noqa: SLF001 - Django's own way to its tables
            if _names_one(field):
                yield f"{model._meta.label}.{field.name}"  # noqa: SLF001


def unknown_relations() -> list[str]:
    """Name the relations that nobody registered."""
    return sorted(set(relations()) - _movers.keys() - _stays.keys())


def stale_relations() -> list[str]:
    """Name what is registered and exists no longer."""
    return sorted((_movers.keys() | _stays.keys()) - set(relations()))


def registered() -> Mapping[str, str]:
    """Return every registered relation with the reason why it stays, "" where it moves."""
    return {**dict.fromkeys(_movers, ""), **_stays}


def _names_one(field: "models.Field[Any, Any]") -> bool:
    if field.is_relation:
        return field.related_model is Organisation
    plain = getattr(field, "base_field", field)  # an array of ids names organisations too
    return isinstance(plain, models.UUIDField) and "organisation" in field.name
