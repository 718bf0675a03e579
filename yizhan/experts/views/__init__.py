"""Pages of experts and of requests."""
