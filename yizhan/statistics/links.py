"""Where the pages of statistics are linked from."""


def declare() -> None:
    """Tell the web kit which pages there are."""
