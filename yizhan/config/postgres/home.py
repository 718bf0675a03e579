"""The folder of an embedded server, chosen so that the server's user can get in."""

import errno
import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from yizhan.config.postgres.accounts import Account, server_account
from yizhan.config.postgres.errors import DatabaseServerError

PORT = 5432
LONGEST_SOCKET = 100  # the kernel's limit is 107 bytes
SHARED_HOME = Path("/var/lib/yizhan")

SUPERUSER = "postgres"
OWNER = "yizhan"
APPLICATION = "yizhan_app"
ROLES = (SUPERUSER, OWNER, APPLICATION)


@dataclass(frozen=True)
class Home:
    """The places of one server; nothing is read or written until it is made."""

    folder: Path
    account: Account

    @property
    def data(self) -> Path:
        """Return what PostgreSQL calls PGDATA."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """Return where the server writes what happens."""
        return self.folder / "server.log"

    @property
    def prepared(self) -> Path:
        """Return the mark that roles and database have been made."""
        return self.folder / "prepared"

    @cached_property
    def sockets(self) -> Path:
        """Return the socket's folder; a path too long for the kernel moves to a short one."""
        near = self.folder / "run"
        if len(str(near / f".s.PGSQL.{PORT}").encode()) <= LONGEST_SOCKET:
            return near
        base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
        if not self.account.can_enter(base) or not os.access(base, os.W_OK):
            base = Path(tempfile.gettempdir())
        return base / f"yizhan-{self.account.uid}-{_digest(self.folder)}"

    def password_file(self, role: str) -> Path:
        """Return the libpq password file of a role."""
        return self.folder / "secrets" / f"{role}.pgpass"

    def password(self, role: str) -> str:
        """Read the password of a role."""
        return self.password_file(role).read_text().rstrip("\n").rsplit(":", 1)[1]

    def written_by(self) -> int | None:
        """Return the major version that wrote the data, None where there is none yet."""
        try:
            return int((self.data / "PG_VERSION").read_text())
        except FileNotFoundError:
            pass
        if self.data.exists() and any(self.data.iterdir()):
            raise DatabaseServerError("not_a_cluster", folder=self.data)
        return None

    def make(self) -> None:
        """Make the folders, open to walk through but with closed rooms, and the passwords."""
        try:
            make_open_folder(self.folder)
            _make_closed_folder(self.folder / "secrets")
            for role in ROLES:
                _write_password(self.password_file(role), role)
            if not self.log.exists():
                self.log.touch(mode=0o600)
                self.account.take(self.log)
        except OSError as error:
            raise write_failure(error, self.folder) from error

    def make_sockets(self) -> None:
        """Make the socket's folder and refuse one that somebody else prepared."""
        try:
            self.sockets.mkdir(mode=0o700, exist_ok=True)
            facts = self.sockets.lstat()
            if facts.st_uid == os.geteuid() and stat.S_ISDIR(facts.st_mode):
                self.sockets.chmod(0o700)
                self.account.take(self.sockets)
        except OSError as error:
            raise write_failure(error, self.sockets) from error
        facts = self.sockets.lstat()
        theirs = facts.st_uid != self.account.uid or not stat.S_ISDIR(facts.st_mode)
        if theirs or facts.st_mode & 0o077:
            raise DatabaseServerError("unsafe_socket", folder=self.sockets)


def home_for(data: Path) -> Home:
    """Return the home below a data folder, or a shared place if the server cannot enter it."""
    wanted = data.resolve() / "postgres"
    account = server_account(wanted / "data")
    if account.switched and not account.can_enter(wanted):
        moved = SHARED_HOME / _digest(wanted) / "postgres"
        return Home(moved, server_account(moved / "data"))
    return Home(wanted, account)


def make_open_folder(folder: Path) -> None:
    """Make a folder and missing parents with mode 0755; existing parents stay as they are."""
    missing = [step for step in (folder, *folder.parents) if not step.exists()]
    for step in reversed(missing):
        step.mkdir(exist_ok=True)
        step.chmod(0o755)


def write_failure(error: OSError, folder: Path) -> DatabaseServerError:
    """Turn an error of the file system into a sentence with a remedy."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(folder)
    return DatabaseServerError("not_writable", folder=folder, reason=error.strerror)


def disk_full(folder: Path) -> DatabaseServerError:
    """Say that the disk is full, with what is left."""
    return DatabaseServerError("disk_full", folder=folder, free=free_megabytes(folder))


def tells_of_full_disk(said: str) -> bool:
    """Recognise the server's ways of saying that the disk is full."""
    return "No space left on device" in said or "Check free disk space" in said


def free_megabytes(folder: Path) -> int:
    """Return what is left on the disk of a folder that may not exist yet."""
    there = next(step for step in (folder, *folder.parents) if step.exists())
    facts = os.statvfs(there)
    return facts.f_bavail * facts.f_frsize // 2**20


def _digest(folder: Path) -> str:
    return hashlib.sha256(str(folder).encode()).hexdigest()[:10]


def _make_closed_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)


def _write_password(path: Path, role: str) -> None:
    if path.exists() and path.stat().st_size:
        return
    partial = path.with_suffix(".partial")
    with os.fdopen(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"*:*:*:{role}:{secrets.token_urlsafe(24)}\n")
    partial.replace(path)
