"""The listings over OAI-PMH 2.0: verbs, arguments, errors, two metadata formats.

It reads the same feed as the API, so a harvest passes over nothing either. The date of a
record is when its change could first be read (`web.feeds.ticks`), not when it was written.
"""
