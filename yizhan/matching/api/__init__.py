"""The API of search and matching."""
