"""Every kind of page in both languages and themes, wide and narrow: accessible, fits, quiet."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import OperationalError
from playwright.sync_api import Page, Response

from tests.journeys.conftest import OpenBrowser, Witness, axe, overflow
from tests.town import Town

pytestmark = pytest.mark.journey

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PROBLEM = (
    "海水循环泵叶轮用双相不锈钢铸造，含沙海水里半年就出现点蚀和冲刷沟槽。"
    "需要 450 ℃ 以下的表面强化办法，硬度不低于 850 HV，预算 80–120 万元，委托开发。"
)
LARGEST = 120_000  # bytes on the wire of everything a text page needs


@dataclass(frozen=True)
class Kind:
    """One kind of page: its address with names of what is in town, who looks, its weight."""

    address: str
    role: str = ""
    is_text: bool = False


PAGES = {
    "home": Kind("/", is_text=True),
    "search offers": Kind("/search/?kind=offer&q=渗氮", is_text=True),
    "search needs": Kind("/search/?kind=need&field=05&sort=newest", is_text=True),
    "search nothing": Kind("/search/?kind=service&q=找不到的词语", is_text=True),
    "plain list": Kind("/offers/?plain=1", is_text=True),
    "need": Kind("/needs/{need.published}/", is_text=True),
    "need of the owner": Kind("/needs/{need.published}/", "member"),
    "need returned": Kind("/needs/{need.returned}/", "member"),
    "offer": Kind("/offers/{offer.university}/", is_text=True),
    "service": Kind("/services/{service.published}/", is_text=True),
    "organisations": Kind("/organisations/", is_text=True),
    "organisation": Kind("/organisations/{mill}/", is_text=True),
    "organisation judged": Kind("/organisations/{claimed}/", "province"),
    "alliance": Kind("/organisations/{alliance}/", is_text=True),
    "paste": Kind("/match/", is_text=True),
    "algorithm": Kind("/match/algorithm/", is_text=True),
    "sign in": Kind("/accounts/login/", is_text=True),
    "sign up": Kind("/accounts/signup/", is_text=True),
    "password": Kind("/accounts/password/reset/"),
    "my listings": Kind("/my/listings/", "member"),
    "new need": Kind("/needs/new/", "member"),
    "edit need": Kind("/needs/{need.returned}/edit/?check=1", "member"),
    "edit offer": Kind("/offers/{offer.draft}/edit/", "member"),
    "edit service": Kind("/services/{service.draft}/edit/", "member"),
    "review queue": Kind("/review/", "reviewer"),
    "review": Kind("/review/{offer.submitted}/", "nation"),
    "imports": Kind("/imports/", "member"),
    "new import": Kind("/imports/new/", "member"),
    "import mapping": Kind("/imports/{run.uploaded}/", "member"),
    "import result": Kind("/imports/{run.finished}/", "member"),
    "feedback": Kind("/match/{need.published}/{offer.university}/feedback/", "member"),
    "members": Kind("/organisations/{mill}/members/", "administrator"),
    "edit organisation": Kind("/organisations/{mill}/edit/", "administrator"),
    "new organisation": Kind("/organisations/new/", "account"),
    "edit alliance": Kind("/organisations/{alliance}/alliance/", "site"),
    "ask for a role": Kind("/organisations/{mill}/ask/", "account"),
    "roles": Kind("/roles/", "account"),
    "inbox": Kind("/inbox/", "member"),
    "to do": Kind("/inbox/waiting/", "administrator"),
    "mail settings": Kind("/inbox/preferences/", "member"),
    "subscriptions": Kind("/subscriptions/", "member"),
    "subscription": Kind("/subscriptions/{search}/", "member"),
    "verifications": Kind("/verifications/", "province"),
    "nothing to resume": Kind("/resume/", "member"),
    "my account": Kind("/accounts/email/", "member"),
    "network": Kind("/stations/", is_text=True),
    "station": Kind("/stations/{station.admitted}/", is_text=True),
    "appraise": Kind("/stations/{station.appraising}/appraise/", "nation"),
    "operators": Kind("/stations/{station.admitted}/operators/", "adviser"),
    "error 404": Kind("/nowhere/"),
    "error 403": Kind("/review/", "member"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_fits_and_complains_of_nothing(
    in_town: Town, open_browser: OpenBrowser, name: str
) -> None:
    """The witness of the browser adds what the console and the policy had to say."""
    kind = PAGES[name]
    page = open_browser(kind.role, in_town)
    loaded: list[Response] = []

    def hear(answer: Response) -> None:
        loaded.append(answer)

    page.on("response", hear)
    address = address_of(in_town, kind)
    weights: list[int] = []

    def first() -> None:
        page.goto(address)
        if kind.is_text:
            weights.append(weight(loaded))

    look(page, first, lambda: page.goto(f"/en{address}"))
    assert max(weights, default=0) <= LARGEST


def test_the_page_with_matches_is_accessible_and_fits(
    in_town: Town, open_browser: OpenBrowser
) -> None:
    """The result of pasting is a page of its own."""
    page = open_browser()

    def paste(prefix: str) -> Callable[[], None]:
        def ask() -> None:
            page.goto(f"{prefix}/match/")
            page.locator("textarea[name=text]").first.fill(PROBLEM)
            page.locator("form:has(textarea) button[type=submit]").first.click()
            page.wait_for_selector(".n-matches article")

        return ask

    look(page, paste(""), paste("/en"))


def test_the_page_of_a_lost_database_is_accessible_and_fits(
    in_town: Town, open_browser: OpenBrowser, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is drawn without the database, so it is a page of its own."""

    def gone(*_args: Any, **_values: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("yizhan.config.home.public_counts", gone)
    page = open_browser()
    look(page, lambda: page.goto("/"), lambda: page.goto("/en/"))
    witness.complaints[:] = [said for said in witness.complaints if "503" not in said]


def address_of(town: Town, kind: Kind) -> str:
    """Put ids for the names of what is in town."""
    address = kind.address
    for name, value in town.ids.items():
        address = address.replace(f"{{{name}}}", str(value))
    return address


def look(page: Page, chinese: Callable[[], Any], english: Callable[[], Any]) -> None:
    """Load the page twice and look four times: each pair of language, theme and width meets."""
    found: list[str] = []
    for load, sizes in ((chinese, (WIDE, NARROW)), (english, (NARROW, WIDE))):
        page.set_viewport_size(sizes[0])  # type: ignore[arg-type]
        load()
        found += trouble(page, "light")
        page.set_viewport_size(sizes[1])  # type: ignore[arg-type]
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        found += trouble(page, "dark")
    assert found == []


def trouble(page: Page, theme: str) -> list[str]:
    """Say what is wrong with the page as it stands."""
    seen = f"{page.url} {theme} {page.viewport_size}"
    wide = overflow(page)
    found = [f"{seen}: {text}" for text in axe(page)]
    return [*found, f"{seen}: {wide} px too wide"] if wide else found


def weight(responses: list[Response]) -> int:
    """Add up what the first load sent: text compressed, fonts as they are."""
    total = 0
    for url, answer in {answer.url: answer for answer in responses}.items():
        body = b"" if answer.status in {204, 301, 302, 304} else answer.body()
        total += len(body) if url.endswith(".woff2") else len(gzip.compress(body, 6))
    return total
