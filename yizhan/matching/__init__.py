"""From a need in plain words to explained offers, and back.

Nouns: the *index* (derived, rebuilt at will), a *change* (the outbox that feeds it), a *match*
(a scored pair with its explanation), *feedback* on a match.
Promises: a score shows its parts and can be recomputed later; price is shown, never scored;
what a reader may not see leaves no trace in a score, a quote or an index.
Never: owns a listing, or decides whether two parties talk.
Others may use: services, queries, facts, terms.
"""
