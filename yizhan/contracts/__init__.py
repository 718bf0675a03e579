"""The registry of technology contracts: filed once, recognised with reasons, numbered, kept.

Nouns: a *contract* with its *parties*, *content lines*, *cost lines*, *IP* and *papers*; an
*office* with its *registrars*; a *decision*; an *amendment*; an *appeal*; a *grant* of reading.
Promises: a number is given once, without gaps, in the transaction of the decision; what the
rules demand a second registrar for is never decided by one; decisions are never changed;
amounts and papers are read by the parties, the office, who supervises and who was granted it.
Never: takes state secrets; says whether tax is due.
Others may use: services, queries, facts, stages, terms.
"""
