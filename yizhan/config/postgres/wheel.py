"""Programs in a closed folder (a checkout in root's home), copied to where they can be run."""

import shutil
from pathlib import Path

from yizhan.config.postgres.binaries import Binaries
from yizhan.config.postgres.home import Home, make_open_folder, write_failure


def reachable(binaries: Binaries, home: Home) -> Binaries:
    """Return programs that the server's user can run, copied beside its data if need be."""
    real = binaries.folder.resolve()
    if not home.account.switched or home.account.can_enter(real):
        return binaries
    copy = home.folder / f"programs-{binaries.major}"
    try:
        if not copy.exists():
            _copy(real, copy)
    except OSError as error:
        raise write_failure(error, home.folder) from error
    return Binaries(copy / real.relative_to(real.parents[2]), binaries.major)


def _copy(programs: Path, target: Path) -> None:
    """Copy the installation and, as wheels have them beside the package, its libraries."""
    package = programs.parents[1]
    make_open_folder(target.parent)
    partial = target.with_suffix(".partial")
    if partial.exists():
        shutil.rmtree(partial)
    for source in (programs.parent, *package.parent.glob(f"{package.name}.libs")):
        shutil.copytree(
            source,
            partial / source.relative_to(package.parent),
            symlinks=True,
            ignore=shutil.ignore_patterns("include", "__pycache__"),
        )
    for path in (partial, *partial.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    partial.replace(target)
