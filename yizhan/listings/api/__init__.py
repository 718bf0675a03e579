"""The API of listings."""
