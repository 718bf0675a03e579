"""Tests that look at the platform as a whole."""
