"""Inbox: what a person is told, what waits for it, and the mail that goes out for it.

Promises: a notice is there exactly when the act it tells of is; one thing is told once; mail
that cannot be sent waits and is neither lost nor doubled; one press stops exactly one kind of
mail. Never: knows what the notices are about; a context above or beside speaks through
`wiring`.
"""
