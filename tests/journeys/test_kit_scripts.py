"""The scripts of the web kit in a browser: nothing typed is lost, nothing needs them."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Witness, axe, overflow

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("in_town")]


@pytest.fixture(autouse=True)
def demo(settings: object) -> None:
    """The kit is a page of the demo."""
    settings.YIZHAN_DEMO = True  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "theme", "width"),
    [("/kit/", "light", 1440), ("/en/kit/", "dark", 390), ("/kit/?errors=1", "dark", 320)],
)
def test_the_kit_is_accessible_and_fits(visit: Page, path: str, theme: str, width: int) -> None:
    visit.set_viewport_size({"width": width, "height": 900})
    cookie = {"name": "yz-theme", "value": theme, "domain": "localhost", "path": "/"}
    visit.context.add_cookies([cookie])  # type: ignore[list-item]
    visit.goto(path)
    assert visit.locator("html").get_attribute("data-theme") == theme
    assert axe(visit) == []
    assert overflow(visit) == 0


def test_dark_comes_at_once_and_stays_after_a_reload(visit: Page) -> None:
    visit.goto("/kit/")
    button = visit.get_by_role("button", name="深色")
    button.click()
    expect(visit.locator("html")).to_have_attribute("data-theme", "dark")
    expect(button).to_have_attribute("aria-pressed", "true")
    visit.reload()
    expect(visit.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.screen(script=False)
def test_dark_needs_no_script(visit: Page) -> None:
    visit.goto("/kit/?x=1")
    visit.get_by_role("button", name="深色").click()
    assert visit.url.endswith("/kit/?x=1")
    expect(visit.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_error_summary_takes_focus_and_leads_to_the_control(visit: Page) -> None:
    visit.goto("/kit/?errors=1")
    expect(visit.locator(".y-errs")).to_be_focused()
    visit.locator(".y-errs a").first.click()
    expect(visit.locator("#id_title")).to_be_focused()


def test_rows_are_added_and_removed_at_once(visit: Page) -> None:
    visit.goto("/kit/")
    visit.get_by_role("button", name="添加一项指标").click()
    last = visit.locator("#id_indicators-2-name")
    expect(last).to_be_focused()
    assert visit.locator("#id_indicators-TOTAL_FORMS").input_value() == "3"
    visit.locator("#id_indicators-2-DELETE").check()
    expect(last).to_be_hidden()


def test_typing_is_saved_as_a_draft(visit: Page) -> None:
    sent: list[str] = []

    def take(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(status=200, content_type="application/json", body='{"version": 2}')

    visit.route("**/draft/", take)
    visit.goto("/kit/")
    visit.evaluate("document.querySelector('[data-autosave-key]').dataset.autosave = '/draft/'")
    visit.fill("#id_title", "双相不锈钢")
    expect(visit.locator("[data-autosave-status]")).to_contain_text("已保存")
    assert "双相不锈钢" in sent[0]
    assert visit.evaluate("sessionStorage.getItem('yz-form-kit')") is None


@pytest.mark.parametrize("status", [403, 503])
def test_an_expired_session_or_a_dead_server_loses_nothing(
    visit: Page, witness: Witness, status: int
) -> None:
    visit.route("**/draft/", lambda route: route.fulfill(status=status, body=""))
    visit.goto("/kit/")
    visit.evaluate("document.querySelector('[data-autosave-key]').dataset.autosave = '/draft/'")
    visit.fill("#id_title", "双相不锈钢")
    visit.get_by_role("button", name="添加一项指标").click()
    visit.fill("#id_indicators-2-name", "点蚀电位")
    expect(visit.locator("[data-autosave-status]")).to_contain_text("留在本机浏览器")
    visit.goto("/kit/")
    assert visit.locator("#id_title").input_value() == ""
    visit.get_by_role("button", name="恢复").click()
    assert visit.locator("#id_title").input_value() == "双相不锈钢"
    assert visit.locator("#id_indicators-2-name").input_value() == "点蚀电位"
    witness.complaints.clear()  # the dead server is the point


def test_a_copy_that_was_dropped_is_not_offered_again(visit: Page) -> None:
    visit.goto("/kit/")
    visit.fill("#id_title", "泵")
    visit.reload()
    visit.get_by_role("button", name="丢弃").click()
    visit.reload()
    expect(visit.get_by_role("button", name="丢弃")).to_have_count(0)
