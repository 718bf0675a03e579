"""Yizhan 驿站: the open platform for technology transfer; a folder for each bounded context."""
