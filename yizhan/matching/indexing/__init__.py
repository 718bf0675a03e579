"""The index and the database: what is indexed, how changes reach it, how it is rebuilt."""
