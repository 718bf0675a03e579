"""Finding listings that say the same: keys of a text, and the measure of two texts."""
