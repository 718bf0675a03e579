"""Organisations, people, and who acts for whom.

Nouns: an *organisation* with its kind and verification; a *person* (account); a *membership*
(one person in one role of one organisation); a *region* (GB/T 2260); an *industry* (GB/T 4754).
Promises: a person acts in one role at a time and sees which; codes are retired, never deleted.
Never: judges an organisation; that is credit's and institutions' work.
Others may use: services, queries, facts, stages, terms.
"""
