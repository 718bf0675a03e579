"""Page, export, search, match and API show each reader the same listings and fields."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.town import Town
from yizhan.directory.queries.keys import caller_of_key
from yizhan.kernel.actors import Actor, anonymous
from yizhan.listings import queries
from yizhan.listings.models import Listing
from yizhan.listings.queries import export_rows, listing_rows

SECRET = "密不外传的数值"
VISITORS = ("visitor", "reader", "machine", "other_house")


@pytest.fixture(autouse=True)
def _without_limits(settings: Any) -> None:
    settings.YIZHAN_API_ANONYMOUS_PER_MINUTE = 10_000


@pytest.fixture
def confidential(in_town: Town) -> Iterator[Listing]:
    """A public offer of the mill whose advantage and price are for its parties only."""
    offer = Listing.objects.get(pk=in_town.ids["offer.published"])
    with transaction.atomic():
        details = {**offer.details, "advantage": SECRET}
        hidden = {"advantage": "parties_only", "price": "after_contact"}
        Listing.objects.filter(pk=offer.pk).update(details=details, visibility=hidden)
        yield Listing.objects.get(pk=offer.pk)
        transaction.set_rollback(True)


def _actor(town: Town, caller: str) -> Actor:
    if caller == "visitor":
        return anonymous()
    found = caller_of_key(town.keys[caller], "127.0.0.1", town.at)
    assert found is not None
    return found.actor


def _get(town: Town, caller: str, path: str, **query: Any) -> Any:
    headers = {} if caller == "visitor" else {"authorization": f"Bearer {town.keys[caller]}"}
    answer = Client().get(path, query, headers=headers)
    assert answer.status_code == 200, answer.content
    return answer


@pytest.mark.parametrize("caller", VISITORS)
def test_the_api_hides_what_page_and_export_hide(
    in_town: Town, confidential: Listing, caller: str
) -> None:
    actor = _actor(in_town, caller)
    view = queries.view_of(confidential, actor=actor)
    body = _get(in_town, caller, f"/api/v1/listings/{confidential.id}").json()
    row = next(iter(export_rows(Listing.objects.filter(pk=confidential.pk), actor=actor)))
    assert body["hidden"] == sorted(view.hidden)
    assert (SECRET in json.dumps(body, ensure_ascii=False)) == (SECRET in row["advantage"])
    assert bool(body["document"].get("price_min")) == bool(row["price_min"])
    is_own = caller in {"reader", "machine"}
    assert (SECRET in json.dumps(body, ensure_ascii=False)) == is_own


def test_page_and_api_agree_for_a_visitor(in_town: Town, confidential: Listing) -> None:
    page = Client().get(reverse("listings:offer-detail", args=[confidential.id]))
    body = _get(in_town, "visitor", f"/api/v1/listings/{confidential.id}")
    assert SECRET not in page.content.decode()
    assert SECRET not in body.content.decode()


@pytest.mark.parametrize("caller", VISITORS)
def test_the_list_is_the_same_set_as_the_page_and_the_export(
    in_town: Town, caller: str
) -> None:
    actor = _actor(in_town, caller)
    wanted = {str(pk) for pk in listing_rows(actor=actor).values_list("id", flat=True)}
    assert set(_walk(in_town, caller, limit=7)) == wanted
    rows = listing_rows(actor=actor)
    exported = {row["number"] for row in export_rows(rows, actor=actor)}
    assert exported == set(rows.values_list("number", flat=True))


@pytest.mark.parametrize("caller", ["reader", "machine", "other_house"])
def test_mine_is_the_set_of_the_desk(in_town: Town, caller: str) -> None:
    actor = _actor(in_town, caller)
    wanted = {str(pk) for pk in queries.own_rows(actor=actor).values_list("id", flat=True)}
    assert set(_walk(in_town, caller, mine="true", limit=11)) == wanted


@pytest.mark.parametrize("caller", VISITORS)
def test_search_and_match_show_what_everybody_may_read(
    in_town: Town, confidential: Listing, caller: str
) -> None:
    """Results are the same for all, so that a position never tells what a field hides."""
    found = _get(in_town, caller, "/api/v1/search", kind="offer", q=confidential.title)
    page = Client().get(reverse("matching:search"), {"kind": "offer", "q": confidential.title})
    ids = [row["id"] for row in found.json()["items"]]
    assert str(confidential.id) in ids
    assert all(f"/{each}/" in page.content.decode() for each in ids)
    assert SECRET not in found.content.decode()
    hit = next(row for row in found.json()["items"] if row["id"] == str(confidential.id))
    assert (hit["price_min"], hit["hidden"]) == (None, ["advantage", "price"])
    answer = Client().post(
        "/api/v1/matches", {"text": f"{confidential.title} {SECRET}"}, "application/json"
    )
    assert SECRET not in answer.content.decode().replace(f"{confidential.title} {SECRET}", "")


def _walk(town: Town, caller: str, **query: Any) -> Iterator[str]:
    """Read a list to its end; nothing twice."""
    cursor, seen = "", set()
    while True:
        asked = {**query, **({"cursor": cursor} if cursor else {})}
        body = _get(town, caller, "/api/v1/listings", **asked).json()
        for row in body["items"]:
            assert row["id"] not in seen
            seen.add(row["id"])
            yield row["id"]
        cursor = body["next"]
        if not cursor:
            return
