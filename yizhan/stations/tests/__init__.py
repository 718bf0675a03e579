"""Tests of the relay network."""
