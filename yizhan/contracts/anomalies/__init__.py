"""Anomaly rules: one card each, with its basis, its test, and examples that are run.

A finding is a question to a registrar and never a verdict; plain Python.
"""
