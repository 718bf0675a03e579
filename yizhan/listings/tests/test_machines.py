"""What search engines and readers of feeds get: data blocks, maps, Atom; public fields only."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from django.test import Client
from django.urls import reverse

from yizhan.listings.models import Listing
from yizhan.listings.tests.factories import (
    AT,
    actor_of,
    make_draft,
    make_organisation,
    make_published,
    sign_in,
)
from yizhan.web.structured import PageMeta

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def block_of(client: Client, address: str) -> Any:
    """Return the data block of a page."""
    [text] = _BLOCK.findall(client.get(address).content.decode())
    return json.loads(text)


def test_nothing_that_people_write_ends_the_data_block() -> None:
    nasty = "</script><script>alert(1)</script><!-- & \u2028 \ud800"
    meta = PageMeta(title=nasty, path="/", data={"name": nasty})
    block = str(meta.json_ld)
    assert block.count("<") == 2
    [text] = _BLOCK.findall(block)
    assert json.loads(text)["name"] == nasty.encode("utf-8", "replace").decode()


def test_a_need_is_a_demand_that_its_organisation_seeks(client: Client) -> None:
    listing = make_published()
    data = block_of(client, listing.get_absolute_url())
    assert data["@type"] == "Demand"
    assert data["identifier"] == listing.number
    assert data["@reverse"]["seeks"]["name"] == listing.organisation.name
    assert data["priceSpecification"]["priceCurrency"] == "CNY"
    properties = {row["name"]: row for row in data["itemOffered"]["additionalProperty"]}
    assert properties["表面显微硬度"]["minValue"] == "850"
    assert properties["处理温度"]["maxValue"] == "450"


def test_offers_services_organisations_and_the_site_say_what_they_are(client: Client) -> None:
    offer, service = make_published(kind="offer"), make_published(kind="service")
    said = block_of(client, offer.get_absolute_url())
    assert (said["@type"], said["itemOffered"]["@type"]) == ("Offer", "Product")
    assert "priceSpecification" not in said  # which its owner keeps for the parties
    assert block_of(client, service.get_absolute_url())["@type"] == "Service"
    organisation = block_of(client, offer.organisation.get_absolute_url())
    assert (organisation["@type"], organisation["name"]) == (
        "Organization",
        offer.organisation.name,
    )
    assert block_of(client, "/")["potentialAction"]["@type"] == "SearchAction"


def test_even_the_owner_s_page_says_only_what_is_public(client: Client) -> None:
    organisation = make_organisation()
    owner = actor_of(organisation)
    listing = make_published(owner, is_anonymous=True)
    sign_in(client, organisation)
    page = client.get(listing.get_absolute_url()).content.decode()
    [text] = _BLOCK.findall(page)
    assert listing.details["conditions"] in page
    assert listing.details["conditions"] not in text
    assert organisation.name not in text
    draft = client.get(make_draft(owner).get_absolute_url()).content.decode()
    assert not _BLOCK.findall(draft)


def test_a_page_names_its_one_address_and_its_languages(client: Client) -> None:
    listing = make_published()
    page = client.get(f"{listing.get_absolute_url()}?from=mail").content.decode()
    address = f"http://localhost:8000{listing.get_absolute_url()}"
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'<meta property="og:url" content="{address}">' in page
    assert 'hreflang="en"' in page
    assert 'hreflang="zh-CN"' in page


def test_the_newest_come_as_atom_by_kind_and_field(client: Client) -> None:
    make_draft()
    listing = make_published()
    make_published(is_anonymous=True)
    Listing.objects.filter(id=listing.id).update(
        title="<b>&\x02", published_at=AT + timedelta(days=1)
    )
    response = client.get(reverse("listings:need-atom"))
    feed = fromstring(response.content)
    entries = list(feed.iter(f"{ATOM}entry"))
    assert [entries[0].findtext(f"{ATOM}title"), len(entries)] == ["<b>&�", 2]
    authors = [row.text for row in feed.iter(f"{ATOM}name")]
    assert any("名称在对接后公开" in str(name) for name in authors)
    nothing = fromstring(client.get(reverse("listings:need-atom"), {"field": "11"}).content)
    assert not list(nothing.iter(f"{ATOM}entry"))
    assert client.get(reverse("listings:need-atom"), {"field": "99"}).status_code == 404


def test_the_map_names_every_public_page_once_in_both_languages(client: Client) -> None:
    listing, draft = make_published(), make_draft()
    index = fromstring(client.get("/sitemap.xml").content)
    parts = [str(row.text) for row in index.iter(f"{MAP}loc")]
    found: list[str] = []
    for part in parts:
        body = b"".join(client.get(part.removeprefix("http://localhost:8000")))
        found += [str(row.text) for row in fromstring(body).iter(f"{MAP}loc")]
    assert len(found) == len(set(found))
    page = listing.get_absolute_url()
    wanted = {f"http://localhost:8000{path}" for path in (page, f"/en{page}")}
    wanted |= {f"http://localhost:8000{listing.organisation.get_absolute_url()}"}
    assert wanted <= set(found)
    assert not any(str(draft.id) in address for address in found)


@pytest.mark.parametrize("name", ["listings-x", "organisations-g", "listings-", "nothing"])
def test_a_part_that_is_none_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/sitemaps/{name}.xml").status_code == 404


def test_robots_are_kept_from_filters_and_tables(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /*?*\n" in text
    assert "Disallow: /exports/\n" in text
    assert "Sitemap: http://localhost:8000/sitemap.xml\n" in text


def test_the_page_about_open_data_names_every_way_in(client: Client) -> None:
    page = client.get(reverse("open-data")).content.decode()
    for address in ("/api/v1/listings/changes", "/oai", "/sitemap.xml", "newest.atom"):
        assert address in page
