"""What makes an offer fit a need, and how that is shown: plain Python, no database, no Django.

`views` says what goes in, `scoring` what comes out; `indicators` compares numbers with units,
`reading` proposes fields, modes and figures from a pasted text, `metrics` measures the whole.
"""
