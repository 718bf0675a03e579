"""Tests of the experts context."""
