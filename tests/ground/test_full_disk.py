"""A full disk is said in one sentence, and nothing is broken by it."""

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.ground.servers import FAST, data_folder
from yizhan.config.postgres import Cluster, DatabaseServerError, home
from yizhan.config.postgres.home import Home


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Mount a disk of 160 MB, where root may."""
    with data_folder() as folder:
        mount = [
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "size=160m,mode=0755",
            "yizhan-test",
            str(folder),
        ]
        if (
            os.geteuid() != 0
            or subprocess.run(mount, check=False, capture_output=True).returncode
        ):
            pytest.skip("needs the right to mount")
        try:
            yield folder
        finally:
            cluster = Cluster(folder)
            if cluster.home.folder.exists():
                cluster.stop()
            subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path, *, but: int) -> Path:
    """Fill a disk up to some megabytes."""
    filler = folder / "filler"
    with filler.open("wb") as file:
        free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
        os.posix_fallocate(file.fileno(), 0, free - but * 2**20)
    return filler


def test_a_disk_too_small_for_a_server_is_said_before_anything_is_made(
    small_disk: Path,
) -> None:
    fill(small_disk, but=30)
    cluster = Cluster(small_disk)
    with pytest.raises(DatabaseServerError) as caught:
        cluster.ensure_running()
    assert caught.value.code == "disk_full"
    assert str(small_disk) in str(caught.value)
    assert not cluster.home.data.exists()


def test_initdb_out_of_space_is_said_and_leaves_room_for_another_try(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yizhan.config.postgres.cluster.LEAST_MEGABYTES", 0)
    filler = fill(small_disk, but=20)
    cluster = Cluster(small_disk, options=dict(FAST))
    with pytest.raises(DatabaseServerError) as caught:
        cluster.ensure_running()
    assert caught.value.code == "disk_full"
    filler.unlink()
    assert cluster.ensure_running() == "made"


@pytest.mark.slow
def test_rows_survive_a_disk_that_fills_up_under_them(small_disk: Path) -> None:
    cluster = Cluster(small_disk, options={"max_wal_size": "32MB", "wal_keep_size": "0"})
    cluster.ensure_running()
    with psycopg.connect(cluster.address("yizhan"), autocommit=True) as owner:
        owner.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    filler = fill(small_disk, but=0)
    with (
        pytest.raises(psycopg.Error),
        psycopg.connect(cluster.address("yizhan"), autocommit=True) as owner,
    ):
        owner.execute(
            "CREATE TABLE big AS SELECT repeat('x', 1000) FROM generate_series(1, 100000)"
        )
    filler.unlink()
    cluster.ensure_running()
    with psycopg.connect(cluster.address("yizhan")) as owner:
        row = owner.execute("SELECT count(*) FROM kept").fetchone()
    assert row == (1000,)


def test_the_error_of_a_full_disk_is_told_from_that_of_a_closed_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = home.home_for(tmp_path)

    def refuse(number: int) -> None:
        def make(_folder: Path) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(home, "make_open_folder", make)

    codes = []
    for number in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
        refuse(number)
        with pytest.raises(DatabaseServerError) as caught:
            Home(tmp_path / "postgres", place.account).make()
        codes.append(caught.value.code)
    assert codes == ["disk_full", "disk_full", "not_writable", "not_writable"]
