"""The tables of matching."""

from yizhan.matching.models.changes import Change, Horizon

__all__ = ["Change", "Horizon"]
