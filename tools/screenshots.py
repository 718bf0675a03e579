"""Make the pictures of the README from a running demonstration.

make demo PORT=8000                      # in one terminal
python tools/screenshots.py http://localhost:8000
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
PROBLEM = (
    "海水循环泵叶轮用 2205 双相不锈钢铸造，含沙海水里半年就出现点蚀和冲刷沟槽。"
    "需要 450 ℃ 以下的表面强化办法，硬度不低于 850 HV，叶轮最大直径 780 mm，"
    "预算 80–120 万元，可委托开发。"
)
PAGES = [
    ("home", "/", 1440, 900, "light"),
    ("home-en", "/en/", 1440, 900, "light"),
    ("search", "/search/?kind=need&field=03&field=05", 1440, 900, "light"),
    ("search-phone", "/search/?kind=need&q=表面强化", 390, 844, "light"),
    ("organisations-dark", "/organisations/", 1440, 900, "dark"),
    ("algorithm", "/match/algorithm/", 1440, 900, "light"),
]


def shoot(page: Page, name: str, *, whole: bool = False) -> None:
    """Write one picture once the page is still."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png", full_page=whole)
    print(name)


def plain_pages(browser: Browser, base: str) -> None:
    """Photograph the pages that need no account and no typing."""
    for name, address, width, height, theme in PAGES:
        context = browser.new_context(
            base_url=base, locale="zh-CN", viewport={"width": width, "height": height}
        )
        if theme == "dark":
            context.add_cookies([{"name": "yz-theme", "value": "dark", "url": base}])
        page = context.new_page()
        page.goto(address)
        shoot(page, name)
        context.close()


def story(browser: Browser, base: str) -> None:
    """Paste a problem, then open the best offer and the need behind it."""
    page = browser.new_page(
        base_url=base, locale="zh-CN", viewport={"width": 1440, "height": 1100}
    )
    page.goto("/match/")
    page.fill("textarea[name=text]", PROBLEM)
    page.click("form:has(textarea) button[type=submit]")
    shoot(page, "match")
    page.click(".y-match h3 a")
    shoot(page, "offer")
    page.goto("/search/?kind=need&q=海水循环泵")
    page.click(".y-item__t a")
    shoot(page, "need")
    page.set_viewport_size({"width": 390, "height": 844})
    shoot(page, "need-phone")


def main(base: str) -> None:
    """Make all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        plain_pages(browser, base)
        story(browser, base)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
