"""What costs much is not to be had without end."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock, so that no test falls into two minutes."""
    monkeypatch.setattr("yizhan.web.limits.time.time", lambda: 1_800_000_000.0)


def post_often(client: Client, times: int, **extra: Any) -> list[int]:
    """Paste the same few letters again and again."""
    where = reverse("matching:paste")
    return [client.post(where, {"text": "短"}, **extra).status_code for _ in range(times)]


def test_pasting_without_end_is_answered_with_a_pause(client: Client) -> None:
    """Thirty a minute from one address; another address is not meant."""
    assert post_often(client, 31) == [422] * 30 + [429]
    assert client.get(reverse("matching:paste")).status_code == 200
    assert post_often(client, 1, REMOTE_ADDR="192.0.2.7") == [422]


def test_the_pause_says_how_long_it_is(client: Client) -> None:
    """A machine reads the header, a person the page."""
    post_often(client, 30)
    response = client.post(reverse("matching:paste"), {"text": "短"})
    assert response.headers["Retry-After"] == "60"
    assert "操作太频繁" in response.content.decode()


def test_a_forged_header_is_not_another_address(client: Client) -> None:
    """Without a trusted proxy in front nobody speaks for others."""
    statuses = [
        post_often(client, 1, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")[0]
        for number in range(31)
    ]
    assert statuses[-1] == 429


@pytest.mark.parametrize(
    "where",
    [
        reverse("directory:organisation-export-csv"),
        reverse("imports:export", args=["listings.need", "csv"]),
    ],
)
def test_whole_tables_are_not_taken_out_without_end(client: Client, where: str) -> None:
    """Twenty a minute, whichever list."""
    statuses = [client.get(where).status_code for _ in range(21)]
    assert statuses == [200] * 20 + [429]


def test_forms_of_strangers_do_not_fill_the_session_table(client: Client) -> None:
    """Each visitor without a cookie would leave one more row."""
    for _ in range(25):
        visitor = Client(HTTP_ACCEPT="text/html")
        visitor.post(reverse("directory:role-choose"), {"role": "x" * 1000})
    assert Session.objects.count() == 20


def test_counters_are_not_pushed_out_by_a_few_hundred_others() -> None:
    """Else whoever is counted makes room for a fresh start."""
    cache.add("limit:first", 1, timeout=120)
    for number in range(320):
        cache.add(f"limit:{number}", 1, timeout=120)
    assert cache.get("limit:first") == 1
