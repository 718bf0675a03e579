"""The single checks of the doctor, with the world bent around them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from yizhan.config.examination import feeds, folders, surroundings
from yizhan.web import health
from yizhan.web.feeds import Lag
from yizhan.web.health import Finding, Level

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("free", "level"),
    [(5000, Level.OK), (600, Level.WARNING), (50, Level.BROKEN)],
)
def test_a_disk_is_judged_by_what_is_left(
    monkeypatch: pytest.MonkeyPatch, free: int, level: Level
) -> None:
    monkeypatch.setattr(folders, "free_megabytes", lambda _folder: free)
    assert folders.disk().level == level


@pytest.mark.parametrize(
    ("skew", "level"),
    [(0.5, Level.OK), (-5.0, Level.WARNING), (5.0, Level.WARNING), (-3600.0, Level.BROKEN)],
)
def test_clocks_that_differ_are_noticed_both_ways(
    monkeypatch: pytest.MonkeyPatch, skew: float, level: Level
) -> None:
    monkeypatch.setattr(surroundings, "_database_skew", lambda: skew)
    monkeypatch.setattr(surroundings, "_file_skew", lambda: 0.0)
    assert surroundings.clock().level == level


def test_a_time_read_between_two_others_has_no_skew() -> None:
    second = timedelta(seconds=1)
    assert surroundings._outside(NOW, NOW + second, NOW + 2 * second) == 0
    assert surroundings._outside(NOW, NOW - second, NOW + second) == -1
    assert surroundings._outside(NOW, NOW + 3 * second, NOW + second) == 2


def test_a_mail_server_that_is_not_there_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"
    )
    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
    monkeypatch.setattr(settings, "EMAIL_PORT", 1)
    assert surroundings.mail().level == Level.BROKEN


def test_a_damaged_font_is_broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    font = tmp_path / "font.woff2"
    font.write_bytes(b"<html>not a font</html>")
    monkeypatch.setattr("django.contrib.staticfiles.finders.find", lambda _name: str(font))
    assert folders.fonts().level == Level.BROKEN


def test_a_check_that_fails_is_itself_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Finding:
        raise RuntimeError("no such thing\nsecond line")

    monkeypatch.setattr(health, "_checks", {"strange": (fail, True)})
    (finding,) = health.findings()
    assert finding.level == Level.BROKEN
    assert "no such thing" in finding.message
    assert "second line" not in finding.message


@pytest.mark.django_db
def test_the_health_page_tells_levels_and_nothing_about_the_machine(client: Client) -> None:
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "checks": {"database": "ok"}}


@pytest.mark.django_db
def test_the_health_page_answers_503_when_something_is_broken(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Finding("database", Level.BROKEN, "gone")
    monkeypatch.setattr(health, "_checks", {"database": (lambda: broken, True)})
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert b"gone" not in answer.content


@pytest.mark.parametrize(("seconds", "level"), [(3, Level.OK), (300, Level.WARNING)])
@pytest.mark.django_db
def test_a_feed_that_is_held_back_is_noticed(
    monkeypatch: pytest.MonkeyPatch, seconds: int, level: Level
) -> None:
    since = datetime.now(UTC) - timedelta(seconds=seconds)
    monkeypatch.setattr(feeds, "lag_of", lambda _rows: Lag(2, since))
    assert feeds.change_feeds().level == level
