"""Finding what is new for saved searches and needs, among what has changed and nothing else."""
