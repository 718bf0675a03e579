"""Tests of the imports context."""
