"""Bad input and broken ground, thrown at the whole platform."""
