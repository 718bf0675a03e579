"""Retrieval: text to words, words to candidates, and the index generations that hold them."""
