"""Commands of the imports context."""
