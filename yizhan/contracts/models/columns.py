"""Columns that the tables of contracts repeat."""

from typing import Any

from django.db import models


def money(label: Any, **values: Any) -> Any:
    """Make a column of yuan."""
    return models.DecimalField(label, max_digits=18, decimal_places=2, **values)


def region(label: Any) -> Any:
    """Make a column that may name a region."""
    return models.ForeignKey(
        "directory.Region",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=label,
    )


def listing(label: Any) -> Any:
    """Make a column that may name a listing."""
    return models.ForeignKey(
        "listings.Listing",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=label,
    )


def choice(label: Any, choices: Any, length: int = 30, **values: Any) -> Any:
    """Make a column of codes that a draft may leave empty."""
    wanted = {"max_length": length, "choices": choices.choices, "blank": True, **values}
    return models.CharField(label, **wanted)
