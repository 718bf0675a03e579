"""Certificates of registration: what they say, how they are sealed, printed and verified."""
