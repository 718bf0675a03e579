"""Whom one can ask: experts, what they can help with, and the questions put to them.

Nouns: an *expert* (a person with a home organisation), the *visibility* of each field; a
*request* for advice with its *clock*, its *declaration* of conflicts, its *messages*.
Promises: nothing about a person is public without consent, and consent taken back hides it at
once; addresses and telephone numbers are never shown; a request is seen by its two sides and by
who supervises, and by nobody else; every request ends, by a person or by the clock.
Never: judges whether an answer is right; the asker says whether it helped.
Others may use: services, queries, facts, stages, terms, tables.
"""
