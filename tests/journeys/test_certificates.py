"""A certificate leaves the platform; a stranger finds out what it is worth."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from playwright.sync_api import expect

from tests.journeys.conftest import OpenBrowser, axe, overflow
from tests.journeys.filing import downloaded
from tests.town import Town
from yizhan.contracts.models import Certificate

pytestmark = pytest.mark.journey


def test_a_certificate_is_downloaded_and_verified_by_a_stranger_online_and_offline(
    in_town: Town, open_browser: OpenBrowser, tmp_path: Path
) -> None:
    """The seller's file is genuine; one byte altered, it is not, with and without our pages."""
    seller = open_browser("member", in_town)
    seller.goto(f"/contracts/{in_town.ids['contract.registered']}/")
    paper = downloaded(seller, "下载证明", tmp_path / "certificate.pdf")
    altered = tmp_path / "altered.pdf"
    raw = paper.read_bytes()
    altered.write_bytes(raw[:5000] + bytes([raw[5000] ^ 1]) + raw[5001:])

    stranger = open_browser(script=False)
    stranger.goto("/verify/")
    certificate = Certificate.objects.get(code=in_town.words["certificate"])
    stranger.get_by_label("12 位核验码").fill(certificate.code.lower())
    stranger.get_by_role("button", name="核验", exact=True).click()
    expect(stranger.locator(".v-ok")).to_contain_text("证明有效")
    expect(stranger.locator(".v-doc")).to_contain_text(certificate.number)
    assert "1,000,000" not in stranger.locator("main").inner_text()
    for file, finding in ((paper, "证明有效"), (altered, "文件被改动过")):
        stranger.locator("input[type=file]").set_input_files(file)
        stranger.get_by_role("button", name="核验文件").click()
        expect(stranger.locator(".v-ok")).to_contain_text(finding)
    keys = downloaded(stranger, "公布的密钥", tmp_path / "keys.json")

    said = StringIO()
    call_command("verify", "certificate", str(paper), "--keys", str(keys), stdout=said)
    assert certificate.number in said.getvalue()
    with pytest.raises(CommandError):
        call_command("verify", "certificate", str(altered), "--keys", str(keys), stdout=said)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_verification_can_be_read_by_everybody(
    in_town: Town, open_browser: OpenBrowser, width: int
) -> None:
    """No complaint of axe, nothing wider than the window."""
    page = open_browser(width=width)
    for address in (
        "/verify/",
        f"/verify/{in_town.words['certificate']}/",
        f"/en/verify/{in_town.words['certificate']}/",
    ):
        page.goto(address)
        assert axe(page) == [], address
        assert overflow(page) <= 0, address
