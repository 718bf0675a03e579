"""Pages of imports, and the files people take away."""
