"""Static files: hashed names and compressed twins once collected, plain names before."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Hashed and compressed after `collectstatic`; tests and development need no collecting."""

    def stored_name(self, name: str) -> str:
        """Return the hashed name, or the plain one while nothing has been collected."""
        if not self.hashed_files:
            return name
        return str(super().stored_name(name))
