"""What the benchmarks share: the machine, the corpus, the measuring, the report."""
