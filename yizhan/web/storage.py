"""Static files: hashed names and compressed twins once collected, plain names before."""

from pathlib import Path

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Hashed and compressed after `collectstatic`; tests and development need no collecting."""

    def stored_name(self, name: str) -> str:
        """Return the hashed name, or the plain one while nothing has been collected."""
        if not self.hashed_files:
            return name
        return str(super().stored_name(name))


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # untyped
    """Serve static files; before the first `collectstatic` the finders alone answer."""

    def add_files(self, root: str, prefix: str | None = None) -> None:
        """Take the files of a folder that exists."""
        if Path(root).is_dir():
            super().add_files(root, prefix)
