"""The secret key of an installation: from the environment, or made once and kept."""

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """Return the key; a key made here is stored with mode 0600."""
    if key := os.environ.get("YIZHAN_SECRET_KEY"):
        return key
    path = data / "secret_key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            pass  # another process was faster; its key counts
        else:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(48))
    return path.read_text()
