"""Policy: the law book, and what it says of a case on its day.

Nouns: parameter (one dated value of the law), ledger (a calculation line by line), condition.
Promises: every value names its document and how sure we are of it; silence on a day is an
error; amounts are exact and rounded half up to the fen at the edge only.
Never: stores a case, or knows what a contract is.
Others use `queries` and `terms`.
"""
