"""Pages of the relay network."""
