"""The change feeds over the API: in the form of the standard, and going on where one stood."""

import threading
from datetime import UTC, datetime

import pytest
from django.test import Client

from yizhan.directory.models import Organisation
from yizhan.listings import services
from yizhan.listings.tests.factories import AT, actor_of, make_organisation, make_published
from yizhan.listings.tests.harvesting import settle
from yizhan.web.feeds import renew_feeds

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.timeout(300)]


def test_the_api_hands_out_the_feed_in_the_form_of_the_standard(client: Client) -> None:
    """Exactly the public fields, a tombstone without any, and a cursor that goes on."""
    owner = actor_of(make_organisation())
    kept, gone = make_published(owner), make_published(owner)
    services.withdraw_listing(actor=owner, listing_id=gone.id, at=AT)
    settle()
    answer = client.get("/api/v1/listings/changes").json()
    rows = {row["id"]: row for row in answer["items"]}
    assert rows[str(gone.id)]["change"] == "withdrawn"
    assert rows[str(gone.id)]["record"] is None
    record = rows[str(kept.id)]["record"]
    assert record["title"] == kept.title
    assert "conditions" not in record
    assert "conditions" in kept.details
    assert not answer["has_more"]
    assert answer["waiting"] == 0
    again = client.get("/api/v1/listings/changes", {"cursor": answer["next"]}).json()
    assert again["items"] == []
    assert again["next"] == answer["next"]
    none = {"field": "11"}
    assert client.get("/api/v1/listings/changes", none).json()["items"] == []
    some = {"kind": "need", "field": "03", "province": "33", "limit": "1"}
    assert client.get("/api/v1/listings/changes", some).json()["has_more"]
    for wrong in ("made-up", answer["forward"] + "x", "descending"):
        refused = client.get(
            "/api/v1/listings/changes", {"cursor": wrong, "descending": "true"}
        )
        assert refused.status_code == 422
        assert refused.json()["code"] == "api.cursor_invalid"


def test_the_api_goes_on_by_time_and_says_when_to_start_again(client: Client) -> None:
    make_published()
    settle()
    first = client.get("/api/v1/listings/changes", {"since": "2001-01-01T00:00:00Z"}).json()
    assert len(first["items"]) == 1
    threading.Event().wait(1.1)
    moment = datetime.now(UTC).isoformat()
    assert client.get("/api/v1/listings/changes", {"since": moment}).json()["items"] == []
    make_published()
    settle()
    later = client.get("/api/v1/listings/changes", {"since": moment}).json()
    assert len(later["items"]) == 1
    renew_feeds(force=True)
    refused = client.get("/api/v1/listings/changes", {"cursor": first["next"]})
    assert refused.json()["code"] == "api.cursor_foreign"


def test_organisations_have_a_feed_of_their_own(client: Client) -> None:
    kept, gone = make_organisation(), make_organisation()
    Organisation.objects.filter(id=gone.id).update(merged_into=kept)
    Organisation.objects.filter(id=kept.id).update(version=7)
    settle()
    answer = client.get("/api/v1/organisations/changes").json()
    found = {row["id"]: (row["change"], bool(row["record"])) for row in answer["items"]}
    assert found == {str(kept.id): ("published", True), str(gone.id): ("hidden", False)}
    Organisation.objects.filter(id=kept.id).update(about="换了简介")
    settle()
    query = {"cursor": answer["next"]}
    [row] = client.get("/api/v1/organisations/changes", query).json()["items"]
    assert row["record"]["about"] == "换了简介"
