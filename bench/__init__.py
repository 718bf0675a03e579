"""Benchmarks: run each file, read bench/results."""
