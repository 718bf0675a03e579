"""The search page from its address to its rows: criteria, facets, words to mark."""
