"""Pages of needs, offers and services."""
