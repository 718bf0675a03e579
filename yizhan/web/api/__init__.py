"""The kit every context hangs its API on: routes, problems, cursors, limits, repeats.

A context writes `api/<noun>.py` with one `Routes`; `config/api.py` mounts them all under
`/api/v1/`. Nothing here knows a table of the platform: who holds a key is told by whoever
registers with `callers`.
"""
