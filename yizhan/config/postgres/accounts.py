"""Which system user runs the server, and what that user can reach."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yizhan.config.postgres.errors import DatabaseServerError

UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A system user; `switched` when it is not the one we run as."""

    name: str
    uid: int
    gid: int
    switched: bool

    def process_options(self) -> dict[str, Any]:
        """Return what subprocess needs to run a program as this user."""
        if not self.switched:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def take(self, path: Path) -> None:
        """Give a file or folder to this user."""
        if self.switched:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Say whether this user may walk through a folder and everything above it."""
        return all(self._may_enter(step) for step in (folder, *folder.parents))

    def _may_enter(self, folder: Path) -> bool:
        try:
            facts = folder.stat()
        except FileNotFoundError:
            return True  # it will be made by us, open to walk through
        except PermissionError:
            return False
        if facts.st_uid == self.uid:
            return bool(facts.st_mode & stat.S_IXUSR)
        if facts.st_gid == self.gid:
            return bool(facts.st_mode & stat.S_IXGRP)
        return bool(facts.st_mode & stat.S_IXOTH)


def server_account(data: Path) -> Account:
    """Choose the user: ourselves; for root the owner of the data, or an unprivileged one."""
    euid = os.geteuid()
    owner = data.stat().st_uid if data.exists() else None
    if euid != 0:
        return _own_account(euid, owner, data)
    if owner:
        found = pwd.getpwuid(owner)
        return Account(found.pw_name, owner, found.pw_gid, switched=True)
    for name in UNPRIVILEGED:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, found.pw_uid, found.pw_gid, switched=True)
    raise DatabaseServerError("no_unprivileged_account")


def _own_account(euid: int, owner: int | None, data: Path) -> Account:
    if owner is not None and owner != euid:
        raise DatabaseServerError("not_ours", folder=data, owner=account_name(owner))
    try:
        name = pwd.getpwuid(euid).pw_name
    except KeyError:
        raise DatabaseServerError("no_account", uid=euid) from None
    return Account(name, euid, os.getegid(), switched=False)


def account_name(uid: int) -> str:
    """Return the name of a user, or the number where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
