"""The one family that paper is set in. It comes with the front-end files, pinned by hash.

System fonts are left out on purpose: another machine's font would give other bytes.
"""

from pathlib import Path

from yizhan.web.assets import node_modules

FAMILY = "Noto Serif SC"
FILES = (
    "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
)


class FontsMissing(Exception):
    """Raised when paper is asked for and set-up has not installed the font."""

    def __init__(self, paths: list[Path]) -> None:
        """Name the files and the command that brings them."""
        self.paths = paths
        names = ", ".join(str(path) for path in paths)
        super().__init__(f"{names} is missing. Run `make setup` to install it.")


def missing_fonts() -> list[Path]:
    """List the font files that set-up has not installed; `doctor` reads it."""
    return [path for path in _paths() if not path.is_file()]


def font_folders() -> list[Path]:
    """Return the folders to search, or raise when one of the files is not there."""
    absent = missing_fonts()
    if absent:
        raise FontsMissing(absent)
    return [path.parent for path in _paths()]


def _paths() -> list[Path]:
    return [node_modules() / name for name in FILES]
