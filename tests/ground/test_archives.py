"""Backup and restore: what went in comes out, and a bad archive changes nothing."""

import io
import json
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.ground.servers import data_folder, query, yizhan
from yizhan.config.archives import ArchiveError
from yizhan.config.archives.reading import verify_archive
from yizhan.config.postgres import Cluster

PEOPLE = "SELECT count(*) FROM directory_person"
PERSON = (
    "INSERT INTO directory_person (id, email, name, language, is_active, is_staff,"
    " is_superuser, date_joined, password)"
    " VALUES (gen_random_uuid(), '{}@example.org', '', 'zh-hans', true, false, false, now(),"
    " '')"
)
FILE = "ab/abcdef"
KEY = "0123456789abcdef.pem"


@pytest.fixture(scope="module")
def archive(data: Path) -> Path:
    """Store a person, a file and a key, and give the archive of the three."""
    query(data, PERSON.format("one"))
    (data / "files" / "ab").mkdir(parents=True)
    (data / "files" / FILE).write_bytes(b"a stored file")
    (data / "keys").mkdir(mode=0o700)
    (data / "keys" / KEY).write_bytes(b"a private key")
    made = yizhan(data, "backup", str(data / "archive.tar"), "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["files"] == 2
    return data / "archive.tar"


def members(archive: Path) -> dict[str, bytes]:
    """Read an archive into memory."""
    with tarfile.open(archive) as tar:
        return {e.name: (tar.extractfile(e) or io.BytesIO()).read() for e in tar}


def rewrite(archive: Path, changes: dict[str, bytes]) -> Path:
    """Write a changed copy beside an archive."""
    copy = archive.with_name("changed.tar")
    with tarfile.open(copy, "w") as tar:
        for name, content in {**members(archive), **changes}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return copy


def test_an_archive_is_for_its_owner_only_and_tells_what_it_holds(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    manifest = json.loads(members(archive)["manifest.json"])
    assert manifest["rows"]["directory_person"] == 1
    assert set(manifest["sums"]) == {"database.dump", f"files/{FILE}", f"keys/{KEY}"}


def test_a_restore_does_not_touch_data_without_the_word(data: Path, archive: Path) -> None:
    refused = yizhan(data, "restore", str(archive))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert query(data, PEOPLE) == (1,)


def test_a_restore_brings_back_rows_files_and_rights(data: Path, archive: Path) -> None:
    query(data, PERSON.format("two"))
    (data / "files" / FILE).unlink()
    (data / "files" / "ab" / "later").write_bytes(b"stored after the backup")
    (data / "keys" / KEY).unlink()
    (data / "keys" / "later.pem").write_bytes(b"made after the backup")
    restored = yizhan(data, "restore", str(archive), "--replace")
    assert restored.returncode == 0, restored.stderr
    assert query(data, PEOPLE) == (1,)
    assert query(data, "SELECT count(*) FROM pg_database WHERE datname LIKE 'yizhan%'") == (1,)
    assert (data / "files" / FILE).read_bytes() == b"a stored file"
    assert not (data / "files" / "ab" / "later").exists()
    assert (data / "keys" / KEY).read_bytes() == b"a private key"
    assert stat.S_IMODE((data / "keys" / KEY).stat().st_mode) == 0o600
    assert (data / "keys" / "later.pem").exists()
    cluster = Cluster(data)
    with cluster.in_use(), psycopg.connect(cluster.address("yizhan_app")) as application:
        application.execute("SELECT count(*) FROM directory_person")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute("DELETE FROM audit_entry")
    assert yizhan(data, "migrate", "--check").returncode == 0


def test_a_new_machine_takes_an_archive_without_preparation(archive: Path) -> None:
    with data_folder() as new:
        restored = yizhan(new, "restore", str(archive), "--json")
        assert restored.returncode == 0, restored.stderr
        assert query(new, PEOPLE) == (1,)


def test_bad_archives_are_refused_before_anything_changes(data: Path, archive: Path) -> None:
    cut = archive.with_name("cut.tar")
    whole = archive.read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    text = archive.with_name("letter.txt")
    text.write_text("这不是备份" * 500)
    manifest = json.loads(members(archive)["manifest.json"])
    outside = {**manifest, "sums": {**manifest["sums"], "files/../../evil": "0" * 64}}
    cases: dict[str, Callable[[], Path]] = {
        "truncated": lambda: cut,
        "not_an_archive": lambda: text,
        "not_readable": lambda: archive.with_name("absent.tar"),
        "damaged": lambda: rewrite(archive, {f"files/{FILE}": b"another file!"}),
        "newer_format": lambda: rewrite(
            archive, {"manifest.json": json.dumps({**manifest, "format": 99}).encode()}
        ),
    }
    for code, make in cases.items():
        with pytest.raises(ArchiveError) as caught:
            verify_archive(make())
        assert caught.value.code == code
    climbing = {"manifest.json": json.dumps(outside).encode(), "files/../../evil": b""}
    with pytest.raises(ArchiveError):
        verify_archive(rewrite(archive, climbing))
    refused = yizhan(data, "restore", str(cut), "--replace")
    assert refused.returncode == 1
    assert "不完整" in refused.stderr
    assert query(data, PEOPLE) == (1,)


def test_a_load_that_does_not_match_its_counts_is_thrown_away(
    data: Path, archive: Path
) -> None:
    manifest = json.loads(members(archive)["manifest.json"])
    manifest["rows"]["directory_person"] = 7
    changed = rewrite(archive, {"manifest.json": json.dumps(manifest).encode()})
    refused = yizhan(data, "restore", str(changed), "--replace")
    assert refused.returncode == 1
    assert "directory_person" in refused.stderr
    assert query(data, PEOPLE) == (1,)
    assert query(data, "SELECT count(*) FROM pg_database WHERE datname LIKE 'yizhan%'") == (1,)


def test_a_database_in_use_is_not_taken_away(data: Path, archive: Path) -> None:
    cluster = Cluster(data)
    with cluster.in_use(), psycopg.connect(cluster.address("yizhan_app")) as somebody:
        refused = yizhan(data, "restore", str(archive), "--replace")
        assert refused.returncode == 1
        assert "yizhan serve" in refused.stderr
        assert somebody.execute(PEOPLE).fetchone() == (1,)


def test_a_backup_that_cannot_be_written_leaves_the_old_one(data: Path, archive: Path) -> None:
    failed = yizhan(data, "backup", str(data / "no" / "folder" / "x.tar"))
    assert failed.returncode == 1
    assert archive.exists()
