"""What /proc says about the processes of a database server."""

import os
from pathlib import Path

PROC = Path("/proc")


def is_alive(pid: int) -> bool:
    """Say whether a process runs; a zombie that nobody has reaped yet does not."""
    try:
        status = (PROC / str(pid) / "stat").read_text()
    except FileNotFoundError:
        return not PROC.is_dir() and _answers_signal(pid)
    except ProcessLookupError:
        return False
    return status.rsplit(")", 1)[1].split()[0] not in {"Z", "X"}


def _answers_signal(pid: int) -> bool:
    """Ask the kernel itself, for systems without /proc."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def working_in(folder: Path) -> list[int]:
    """List living processes whose working folder this is: the server and all its children."""
    found = []
    for entry in PROC.glob("[0-9]*"):
        try:
            there = (entry / "cwd").readlink()
        except OSError:
            continue  # gone meanwhile, or of another user
        if there == folder:
            found.append(int(entry.name))
    return [pid for pid in found if is_alive(pid)]
