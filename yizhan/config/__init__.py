"""Composition: settings, addresses, entry points, the ground the platform stands on."""
