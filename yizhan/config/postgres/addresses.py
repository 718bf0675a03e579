"""Django's database settings: a server named in the environment, or the embedded one."""

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from yizhan.config.postgres.home import APPLICATION, OWNER, PORT, home_for

POOL = {"min_size": 1, "max_size": 4, "timeout": 10}
PLACES = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


def external_url(role: str = "app") -> str:
    """Return the address of a server that is not ours, empty where there is none."""
    url = os.environ.get("YIZHAN_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    if url and role == "owner":
        return os.environ.get("YIZHAN_DATABASE_OWNER_URL") or url
    return url


def database_settings(data: Path, *, role: str | None = None) -> dict[str, Any]:
    """Return Django's settings for a role, `app` or `owner`; starts and reads nothing."""
    role = role or os.environ.get("YIZHAN_DATABASE_ROLE", "app")
    url = external_url(role)
    settings = (
        _from_url(url) if url else _embedded(data, OWNER if role == "owner" else APPLICATION)
    )
    if os.environ.get("YIZHAN_DATABASE_POOL") == "1":
        settings["OPTIONS"]["pool"] = dict(POOL)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        **settings,
    }


def _from_url(url: str) -> dict[str, Any]:
    values = {key: value for key, value in conninfo_to_dict(url).items() if value is not None}
    settings: dict[str, Any] = {
        place: str(values.pop(key, "")) for key, place in PLACES.items()
    }
    return {**settings, "NAME": settings["NAME"] or OWNER, "OPTIONS": dict(values)}


def _embedded(data: Path, user: str) -> dict[str, Any]:
    home = home_for(data)
    return {
        "NAME": OWNER,
        "USER": user,
        "PASSWORD": "",
        "HOST": str(home.sockets),
        "PORT": str(PORT),
        "OPTIONS": {"passfile": str(home.password_file(user))},
    }
