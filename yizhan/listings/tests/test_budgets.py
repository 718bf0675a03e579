"""What a page may cost, whatever hangs on it."""

import pytest
from django.test import Client

from tests.house.query_counts import expect_queries
from yizhan.listings.tests.factories import (
    actor_of,
    make_draft,
    make_organisation,
    make_published,
    make_submitted,
    sign_in,
)

pytestmark = pytest.mark.django_db


def test_the_public_list(client: Client) -> None:
    """Rows and their number."""
    for _ in range(3):
        make_published()
    client.get("/needs/?plain=1")
    with expect_queries(__file__, "public list"):
        client.get("/needs/?plain=1")


def test_the_page_of_a_listing(client: Client) -> None:
    """The row and its history; a concluded one has no matches to ask for."""
    organisation = make_organisation()
    alice = sign_in(client, organisation)
    draft = make_draft(actor_of(organisation))
    alice.get(f"/needs/{draft.id}/")
    with expect_queries(__file__, "own draft"):
        alice.get(f"/needs/{draft.id}/")


def test_the_desks(client: Client) -> None:
    """One for the rows, one for the counts; the role takes two more."""
    organisation = make_organisation()
    for _ in range(3):
        make_draft(actor_of(organisation))
        make_submitted()
    alice = sign_in(client, organisation)
    bob = sign_in(Client(), make_organisation(kind="station_regional"), "reviewer")
    alice.get("/my/listings/")
    bob.get("/review/")
    with expect_queries(__file__, "own desk"):
        alice.get("/my/listings/")
    with expect_queries(__file__, "review desk"):
        bob.get("/review/")
    with expect_queries(__file__, "new form"):
        alice.get("/needs/new/")
