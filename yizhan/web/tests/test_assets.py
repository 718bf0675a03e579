"""Front-end files come out of node_modules under their own names."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from pytest_django.fixtures import Settings

from yizhan.web.assets import SERVED, AssetMissing, node_modules
from yizhan.web.finders import NpmFinder

CSS = Path(__file__).resolve().parents[1] / "static" / "web" / "css"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def test_every_served_file_is_found_where_npm_put_it() -> None:
    for name, source in SERVED.items():
        assert finders.find(name) == str(node_modules() / source)
    assert finders.find("web/vendor/other.js") is None


def test_collecting_copies_them_under_their_served_names() -> None:
    for name, storage in NpmFinder().list([]):
        with storage.open(name) as file:
            assert len(file.read(16)) == 16


def test_without_npm_collecting_stops_and_starting_warns(
    settings: Settings, tmp_path: Path
) -> None:
    settings.NODE_MODULES = tmp_path
    assert {warning.id for warning in NpmFinder().check()} == {"web.W001"}
    with pytest.raises(AssetMissing, match="make setup"):
        list(NpmFinder().list([]))
    assert list(NpmFinder().list(None)) == []


def test_nothing_collected_means_plain_names() -> None:
    assert staticfiles_storage.url("web/css/yz.css") == "/static/web/css/yz.css"


def test_the_font_that_styles_ask_for_is_served() -> None:
    asked = (CSS / "yz.tokens.css").read_text().split('url("../')[1].split('"')[0]
    assert f"web/{asked}" in SERVED


def test_styles_keep_to_what_old_browsers_read() -> None:
    for sheet in CSS.glob("*.css"):
        text = _COMMENT.sub("", sheet.read_text())
        for newer in ("oklch(", "color-mix(", "light-dark(", "@layer", ":has(", "&:"):
            assert newer not in text, (sheet.name, newer)
