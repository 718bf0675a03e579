"""Imports and exports: any table comes in with a mapping, everything goes out again.

Nouns: a *target* (what rows may become), a *run* (one file into one target), a *mapping* (which
column feeds which field), a *source row* (a row seen before), an *export*.
Promises: the same file with the same mapping twice changes nothing; a run killed at any moment
continues where it stood and doubles nothing; every refused row goes back with its reasons.
Never: knows what a need or an organisation is; contexts above register their targets by wiring.
Others may use: services, queries, facts, stages, terms.
"""
