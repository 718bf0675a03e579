"""Drafts of technology contracts as Word documents, one wording per kind.

`wording/*.toml` holds the articles, `building` turns them into a Word template, `filling` puts
the words of one contract into it, `sources` takes those words from a contract or a listing.
Never: decide anything about a contract, or leave a value out because it was empty: what nobody
has said yet is a blank line in the document.
"""
