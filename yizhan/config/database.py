"""Where the database is: a server named in the environment, or the embedded one."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database_settings(data: Path) -> dict[str, Any]:
    """Return Django's settings for the database in use."""
    url = os.environ.get("YIZHAN_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "yizhan",
        "USER": unquote(parts.username or query.get("user", "yizhan")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or str(data / "run")),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_HEALTH_CHECKS": True,
    }
