"""Third-party front-end files: npm installs them into node_modules; none is committed."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SERVED = {
    "web/vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "web/vendor/echarts.common.min.js": "echarts/dist/echarts.common.min.js",
    "web/vendor/ibm-plex-sans-latin-wght-normal.woff2": (
        "@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wght-normal.woff2"
    ),
}
ICONS = "@tabler/icons/icons/outline"


class AssetMissing(ImproperlyConfigured):
    """Raised when npm has not installed a file that pages need."""

    def __init__(self, path: Path) -> None:
        """Say what is missing and the one command that brings it."""
        super().__init__(f"{path} is missing. Run `make setup` to install the front-end files.")


def node_modules() -> Path:
    """Return the folder npm installs into; the environment YIZHAN_NODE_MODULES moves it."""
    return Path(settings.NODE_MODULES)


def missing() -> list[Path]:
    """List the files that pages need and npm has not installed; `doctor` and checks read it."""
    wanted = [node_modules() / path for path in (*SERVED.values(), ICONS)]
    return [path for path in wanted if not path.exists()]
