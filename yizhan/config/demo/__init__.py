"""The demonstration: fictional institutions, accounts for each role, and what they published.

Everything goes through the services, like anybody's. Each part finds what an earlier run left
by a natural key and changes nothing then; moments count back from now, so that pages live.
"""
