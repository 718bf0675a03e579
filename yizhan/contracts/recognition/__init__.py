"""Recognition: what the rules ask of each kind, and what in a contract speaks to it.

It quotes clauses and proposes; the registrar decides. Conditions and words are dated data.
"""
