"""Making a new data folder: beside its place first, so that a crash leaves no half."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from yizhan.config.postgres.binaries import Binaries
from yizhan.config.postgres.errors import DatabaseServerError
from yizhan.config.postgres.home import (
    SUPERUSER,
    Home,
    disk_full,
    tells_of_full_disk,
    write_failure,
)

BUILTIN_LOCALE_SINCE = 17
TUNING = """
# Written once by Yizhan; change it as you like, it is kept.
max_connections = 100
shared_buffers = {buffers}MB
timezone = 'UTC'
log_timezone = 'UTC'
jit = off
random_page_cost = 1.1
"""


def create_data(home: Home, binaries: Binaries) -> None:
    """Run initdb in a folder beside the data folder and move the result there."""
    building = home.folder / "data.new"
    try:
        if building.exists():
            shutil.rmtree(building)
        building.mkdir(mode=0o700)
        home.account.take(building)
        _initdb(home, binaries, building)
        with (building / "postgresql.conf").open("a") as conf:
            conf.write(TUNING.format(buffers=_buffers()))
        if home.data.exists():
            home.data.rmdir()
        building.replace(home.data)
    except OSError as error:
        raise write_failure(error, home.folder) from error


def _initdb(home: Home, binaries: Binaries, building: Path) -> None:
    # Without C.UTF-8 trigrams of Chinese text are empty; ICU is not in every build.
    locale = ["--locale=C.UTF-8"]
    if binaries.major >= BUILTIN_LOCALE_SINCE:
        locale.append("--locale-provider=builtin")
    with tempfile.NamedTemporaryFile("w", prefix="yizhan-") as secret:
        secret.write(home.password(SUPERUSER))
        secret.flush()
        home.account.take(Path(secret.name))
        ran = subprocess.run(  # noqa: S603 - a program we looked up ourselves
            [
                binaries.program("initdb"),
                *("-D", str(building), "-U", SUPERUSER, "-E", "UTF8", *locale),
                *("--data-checksums", "--no-instructions"),
                *("--auth-local=scram-sha-256", "--auth-host=scram-sha-256"),
                f"--pwfile={secret.name}",
            ],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            text=True,
            check=False,
            **home.account.process_options(),
        )
    if ran.returncode:
        _explain(home, ran.stdout)


def _explain(home: Home, said: str) -> None:
    if tells_of_full_disk(said):
        raise disk_full(home.folder)
    lines = [line for line in said.splitlines() if "error" in line or "FATAL" in line]
    reason = "; ".join(lines) or said.strip()[-300:]
    home.log.write_text(said)
    raise DatabaseServerError("start_failed", reason=reason, log=home.log)


def _buffers() -> int:
    """Return an eighth of the machine's memory in megabytes, within sensible bounds."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return min(1024, max(64, memory // 8))
