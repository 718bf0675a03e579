"""Yizhan 驿站: the open platform for technology transfer; one folder for each bounded context."""
