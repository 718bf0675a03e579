"""Contracts over HTTP: one's own, filing them, and what anybody may verify."""
