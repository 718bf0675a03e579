"""Tests of the listings context."""
