"""The trail: every fact once, in order, never changed.

Nouns: an *entry* (one fact), its *stream* (one hash chain), a *personal value* (erasable).
Promises: an entry is never changed or deleted, in the database itself; a missing or altered
row is found by `yizhan verify facts`; personal values can be erased without breaking a chain.
Never: decides anything, or knows what a code means.
Others may use: services, queries.
"""
