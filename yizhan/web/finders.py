"""Static files straight out of node_modules: only the few named in `assets.SERVED`."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core import checks
from django.core.files.storage import FileSystemStorage

from yizhan.web.assets import SERVED, AssetMissing, missing, node_modules


class NpmStorage(FileSystemStorage):
    """Reads a served name from the npm package it belongs to."""

    prefix = None

    def __init__(self) -> None:
        """Stand on node_modules, wherever the settings put it."""
        super().__init__(location=node_modules())

    def path(self, name: str) -> str:
        """Return where npm put the file."""
        return str(node_modules() / SERVED[name])


class NpmFinder(BaseFinder):
    """Finds `web/vendor/*` for the development server, the tests and `collectstatic`."""

    def check(self, **_kwargs: Any) -> list[checks.CheckMessage]:
        """Warn at start-up rather than serve pages without behaviour."""
        return [checks.Warning(str(AssetMissing(path)), id="web.W001") for path in missing()]

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """Return the real path of a served name."""
        if path not in SERVED:
            return []
        real = node_modules() / SERVED[path]
        if not real.is_file():
            return []
        return [str(real)] if find_all else str(real)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, NpmStorage]]:
        """Yield every served file; collecting (it passes patterns) stops if one is missing."""
        absent = missing()
        if absent and ignore_patterns is not None:
            raise AssetMissing(absent[0])
        storage = NpmStorage()
        for name in SERVED:
            if Path(storage.path(name)) not in absent:
                yield name, storage
