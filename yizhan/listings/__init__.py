"""What is needed, offered and served: the listings of the platform.

Nouns: a *listing* of kind *need*, *offer* or *service*; its *stage*; its *indicators*; its
*details* (the fields of its kind); the *visibility* of each field.
Promises: nothing is public before a reviewer's yes; a field marked confidential leaves no page,
export or index; two editors never overwrite each other silently.
Never: ranks or matches; that is matching's work.
Others may use: services, queries, facts, stages, terms.
"""
