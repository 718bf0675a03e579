"""Page, export, search, match and API show each reader the same listings and fields."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.town import Town
from yizhan.directory.keys import SCOPES, Wish
from yizhan.directory.models import Organisation
from yizhan.directory.queries import actor_of_membership
from yizhan.directory.queries.keys import caller_of_key
from yizhan.directory.services import make_key
from yizhan.directory.tests.factories import make_member, make_person
from yizhan.kernel.actors import Actor, anonymous
from yizhan.listings import queries
from yizhan.listings.models import Listing
from yizhan.listings.permissions import visible_to
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


_ONE = re.compile(r"/(?:needs|offers|services)/([0-9a-f-]{36})/")
# Who looks at the rows of others: role, house, and the part of the nation it reaches.
OFFICES = (
    ("reviewer", "浙江区域驿站", "33"),
    ("officer", "浙江省科技厅", "33"),
    ("officer", "国家科技部门", ""),
)


@pytest.fixture
def office_key(in_town: Town) -> Iterator[Callable[[str, str], str]]:
    """Make keys of offices, for the test only."""
    with transaction.atomic():

        def make(role: str, house: str) -> str:
            office = Organisation.objects.get(name=house)
            person = make_person()
            maker = actor_of_membership(make_member(office, "administrator", person))
            make_member(office, role, person)
            wish = Wish(
                name=role,
                role=role,
                scopes=tuple(SCOPES),
                networks=(),
                expires_at=in_town.at + timedelta(days=30),
            )
            given: dict[str, Any] = {
                "organisation_id": office.id,
                "wish": wish,
                "at": in_town.at,
            }
            _key, secret = make_key(actor=maker, creation_key=uuid4(), **given)
            in_town.keys[f"office {role} {house}"] = secret.text
            return f"office {role} {house}"

        yield make
        transaction.set_rollback(True)


@pytest.mark.parametrize(("role", "house", "reach"), OFFICES)
def test_an_office_reads_by_its_key_what_its_pages_and_exports_show(
    in_town: Town,
    confidential: Listing,
    office_key: Callable[[str, str], str],
    role: str,
    house: str,
    reach: str,
) -> None:
    """Drafts of others stay theirs; confidential fields open within the reach alone."""
    key = office_key(role, house)
    actor = _actor(in_town, key)
    assert actor.region == reach
    rows = visible_to(actor)
    visible = {str(pk) for pk in rows.values_list("id", flat=True)}
    for listing in Listing.objects.all():
        status = _status(in_town, key, f"/api/v1/listings/{listing.id}")
        assert status == (200 if str(listing.id) in visible else 404), listing
    body = _get(in_town, key, f"/api/v1/listings/{confidential.id}").content.decode()
    view = queries.view_of(confidential, actor=actor)
    (row,) = export_rows(Listing.objects.filter(pk=confidential.pk), actor=actor)
    is_within = str(confidential.region_id).startswith(reach)
    assert (SECRET in body) == (SECRET in row["advantage"]) == is_within
    assert (not view.hidden) == is_within
    others = {row.organisation_id for row in rows.filter(stage="draft")}
    assert others <= {actor.organisation_id}


def _status(town: Town, caller: str, path: str) -> int:
    headers = {"authorization": f"Bearer {town.keys[caller]}"}
    return Client().get(path, headers=headers).status_code


@pytest.mark.parametrize("role", ["administrator", "reviewer", "province", "site"])
def test_a_role_takes_out_what_its_page_lists(in_town: Town, role: str) -> None:
    """The public list and the own desk, each against its file."""
    client = in_town.client(role)
    for page, export in (
        ("/needs/?plain=1", "listings.need"),
        ("/my/listings/", "listings.mine"),
    ):
        file = client.get(f"/exports/{export}/jsonl/")
        if file.status_code == 403:
            assert client.get(page).status_code == 403
            continue
        chunks: Iterable[Any] = file
        taken = b"".join(chunks).decode().splitlines()
        ids = {_ONE.search(json.loads(line)["url"])[1] for line in taken}  # type: ignore[index]
        assert ids == {found[1] for found in _ONE.finditer(client.get(page).content.decode())}


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
