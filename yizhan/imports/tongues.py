"""A table is understood in whatever language the office keeps it, not only in the reader's."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.utils import translation

from yizhan.imports.terms import Choice, Target, TargetField, Words


def spoken(target: Target) -> Target:
    """Return the target with every label in every language of the site among its aliases."""
    return replace(target, fields=tuple(_field(field) for field in target.fields))


def in_every_language(words: Words) -> tuple[str, ...]:
    """Say a label in each language of the site, once each."""
    said = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said.append(str(words))
    return tuple(dict.fromkeys(said))


def _field(field: TargetField) -> TargetField:
    choices = field.choices
    return replace(
        field,
        aliases=(*field.aliases, *in_every_language(field.label)),
        choices=(lambda: _choices(choices())) if callable(choices) else _choices(choices),
    )


def _choices(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    return tuple(
        replace(choice, aliases=(*in_every_language(choice.label), *choice.aliases))
        for choice in choices
    )
