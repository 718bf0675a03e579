"""Verbs of matching."""

from yizhan.matching.services.feedback import give_feedback

__all__ = ["give_feedback"]
