"""A browser for the stories: Debian's Chromium, Chinese, and a witness for every complaint."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.town import Town

OpenBrowser = Callable[..., Page]
LONGEST = 300  # seconds, the making of the database included: a story that hangs is a failure


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """End what hangs, and say where."""
    for item in items:
        if item.get_closest_marker("journey"):
            item.add_marker(pytest.mark.timeout(LONGEST))


CHROMIUM = os.environ.get("YIZHAN_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# Playwright keeps an event loop in this thread; Django must not take that for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one Chromium for all stories."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; `make test` installs it where it may")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Witness:
    """What the browser complained about: errors, refused policies, failed requests."""

    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        # A 4xx answer to a form is part of the story; the browser reports it as an error.
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)


@pytest.fixture
def witness() -> Witness:
    """Collect complaints of every page of the story."""
    return Witness()


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Serve the platform; which database it reads is up to the test (`in_town`, `own_town`)."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def open_browser(browser: Browser, site: str, witness: Witness) -> Iterator[OpenBrowser]:
    """Open browsers of several people; what one of them complains about fails the test."""
    contexts: list[BrowserContext] = []

    def open_one(role: str = "", town: Town | None = None, **wishes: Any) -> Page:
        context = browser.new_context(**_wishes(site, wishes))
        contexts.append(context)
        if town is not None and role:
            context.add_cookies([session_cookie(town, role)])
        page = context.new_page()
        page.set_default_timeout(15_000)
        witness.watch(page)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not witness.complaints


@pytest.fixture
def visit(request: pytest.FixtureRequest, open_browser: OpenBrowser) -> Page:
    """Open a page at the test server; `screen` sets `width`, `script` and `dark`."""
    marker = request.node.get_closest_marker("screen")
    return open_browser(**(dict(marker.kwargs) if marker else {}))


def session_cookie(town: Town, role: str) -> Any:
    """Return the cookie of somebody who has signed in."""
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": town.sessions[role],
        "domain": "localhost",
        "path": "/",
    }


def _wishes(site: str, wishes: dict[str, Any]) -> Any:
    return {
        "base_url": site,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": wishes.get("width", 1440), "height": 900},
        "java_script_enabled": wishes.get("script", True),
        "color_scheme": "dark" if wishes.get("dark") else "light",
        "reduced_motion": "reduce",
    }


AXE = Path(settings.NODE_MODULES) / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe(page: Page) -> list[str]:
    """Name every accessibility violation axe finds on the page as it stands."""
    # evaluate() runs outside the page's content security policy; a script tag would not.
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [
        f"{row['id']}: {node['target']} {node['failureSummary'][:160]}"
        for row in found["violations"]
        for node in row["nodes"]
    ]


def overflow(page: Page) -> int:
    """Tell by how many pixels the page is wider than its window."""
    return int(
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    )
