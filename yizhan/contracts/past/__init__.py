"""Contracts registered elsewhere in the past: checked, and stored many at once."""
