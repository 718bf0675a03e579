"""`yizhan`: help first, one-line failures, the database around every command that needs it."""

import json
import os
from pathlib import Path

import pytest

from tests.ground.servers import data_folder, yizhan
from yizhan.config.postgres import Cluster
from yizhan.config.postgres.processes import working_in


def test_help_names_our_commands_first_and_starts_no_server(tmp_path: Path) -> None:
    said = yizhan(tmp_path, "--help").stdout
    for name in ("serve", "doctor", "backup", "restore", "verify"):
        assert f"\n{name}" in said
    assert said.index("doctor") < said.index("runserver")
    assert not (tmp_path / "postgres").exists()


def test_a_certificate_is_verified_offline_where_there_is_no_database(tmp_path: Path) -> None:
    keys, letter = tmp_path / "keys.json", tmp_path / "letter.pdf"
    keys.write_text('{"format": "yizhan-keys/1", "keys": []}')
    letter.write_bytes(b"%PDF-1.7 a letter")
    ran = yizhan(tmp_path, "verify", "certificate", str(letter), f"--keys={keys}")
    assert ran.returncode == 1
    assert "不是登记证明" in ran.stdout
    assert not (tmp_path / "postgres").exists()


def test_a_command_starts_the_server_and_leaves_none_behind(data: Path) -> None:
    ran = yizhan(data, "showmigrations", "audit")
    assert "[X] 0001_initial" in ran.stdout
    assert working_in(Cluster(data).home.data) == []


def test_migrations_run_as_the_owner_and_commands_as_the_application(data: Path) -> None:
    who = (
        "from django.db import connection as c; k = c.cursor();"
        "k.execute('SELECT current_user'); print(k.fetchone()[0])"
    )
    assert "yizhan_app" in yizhan(data, "shell", "--no-imports", "-c", who).stdout
    owner = yizhan(data, "shell", "--no-imports", "-c", who, YIZHAN_DATABASE_ROLE="owner")
    assert owner.stdout.split() == ["yizhan"]


def test_a_server_that_is_not_there_is_one_line_with_a_remedy(data: Path) -> None:
    url = "postgres://nobody@/none?host=/nonexistent"
    ran = yizhan(data, "showmigrations", YIZHAN_DATABASE_URL=url)
    assert ran.returncode == 3
    assert "yizhan doctor" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_database_failure_is_json_where_json_was_asked_for(tmp_path: Path) -> None:
    with data_folder() as folder:
        broken = folder / "postgres" / "data"
        broken.mkdir(parents=True)
        (broken / "PG_VERSION").write_text("9\n")
        ran = yizhan(folder, "backup", str(tmp_path / "x"), "--json")
    assert ran.returncode == 3
    assert json.loads(ran.stdout)["error"] == "other_major"


def broken(report: str) -> set[str]:
    """Name what the doctor calls broken; a new platform has no index yet."""
    checks = json.loads(report)["checks"]
    return {check["check"] for check in checks if check["level"] == "broken"} - {"index"}


def test_english_is_spoken_to_an_english_terminal(data: Path) -> None:
    said = yizhan(data, "doctor", "--json", YIZHAN_LANGUAGE="en_GB.UTF-8").stdout
    assert broken(said) == set()


def test_the_doctor_finds_a_sound_platform_sound(data: Path) -> None:
    said = yizhan(data, "doctor", "--json").stdout
    assert broken(said) == set()
    names = [check["check"] for check in json.loads(said)["checks"]]
    assert names[:3] == ["database", "rights", "migrations"]


def test_the_doctor_says_what_is_broken_and_how_to_mend_it(data: Path) -> None:
    secret = data / "secret_key"
    secret.chmod(0o644)
    try:
        ran = yizhan(data, "doctor", YIZHAN_NODE_MODULES=str(data), COLUMNS="200")
    finally:
        secret.chmod(0o600)
    assert ran.returncode == 1
    assert "chmod 600" in ran.stdout
    assert "make setup" in ran.stdout


def test_the_doctor_reports_unmigrated_and_overmighty_databases() -> None:
    with data_folder() as folder:
        ran = yizhan(folder, "doctor", "--json", YIZHAN_DATABASE_ROLE="owner")
    levels = {check["check"]: check["level"] for check in json.loads(ran.stdout)["checks"]}
    assert ran.returncode == 1
    assert (levels["database"], levels["migrations"]) == ("ok", "broken")


def test_the_doctor_lives_through_a_server_that_cannot_start() -> None:
    with data_folder() as folder:
        (folder / "postgres" / "data").mkdir(parents=True)
        (folder / "postgres" / "data" / "PG_VERSION").write_text("9\n")
        ran = yizhan(folder, "doctor", "--json")
    checks = {check["check"]: check for check in json.loads(ran.stdout)["checks"]}
    assert ran.returncode == 1
    assert "postgresql-9" in checks["database"]["message"]
    assert checks["disk"]["level"] in {"ok", "warning"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_the_doctor_sees_a_data_folder_that_cannot_be_written(data: Path) -> None:
    data.chmod(0o555)
    try:
        report = json.loads(yizhan(data, "doctor", "--json").stdout)
    finally:
        data.chmod(0o755)
    levels = {check["check"]: check["level"] for check in report["checks"]}
    assert levels["data"] == "broken"
