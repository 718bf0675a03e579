"""What the database works out by itself from the columns of an organisation."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func


class _Text(Func):
    """A function of SQL that answers with a text."""

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        """Fix the type of the answer."""
        super().__init__(*expressions, output_field=models.TextField(), **extra)


class NameKey(_Text):
    """A name without what differs between two ways to write it (migration 0004)."""

    function = "directory_name_key"


class BodyCode(_Text):
    """The nine characters that stand in both the old and the new code of a legal person."""

    function = "directory_body_code"


class Site(_Text):
    """The host of an address, without www."""

    function = "directory_site"


class SearchText(_Text):
    """Everything that words are looked for in, in lower case."""

    function = "directory_search_text"


class Grams(Func):
    """Every one and every two neighbouring characters of a text: the index for words.

    The trigrams of PostgreSQL do not find a word of two characters, which most Chinese words
    are.
    """

    function = "directory_grams"

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        """Fix the type of the answer."""
        super().__init__(*expressions, output_field=ArrayField(models.TextField()), **extra)
