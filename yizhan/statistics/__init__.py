"""Statistics of registered contracts: exact, fresh, and open to recount."""
